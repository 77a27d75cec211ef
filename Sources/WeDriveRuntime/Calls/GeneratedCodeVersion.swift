/// What generated files expect of this module. Each of them names the version it was written for, so that files and
/// module that do not belong together fail to compile at one line, with a comment that says what to do.
public enum GeneratedCodeVersion1 {}
