// Linked, this limits how many tests run at a time. There is nothing to call.
