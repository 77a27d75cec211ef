#include "TestPace.h"

#include <stdlib.h>

// Swift Testing starts every test at once. On two processors some hundred of them, of which many compute, make each other
// wait for seconds, and those that measure how soon something happens measure the load. Two at a time take no longer in
// all. Setting the variable overrides that.
__attribute__((constructor)) static void limit(void) {
  setenv("SWT_EXPERIMENTAL_MAXIMUM_PARALLELIZATION_WIDTH", "2", 0);
}
