// What the emulator and the commands are built with is only there with the trait `Tools`. They depend on this target, so that
// a build without the trait ends with this one error.
#if !Tools
  #error(
    "The emulator and the commands need the trait `Tools` of wedrive-swift, and `traits: []` turns it off. Turn it on for the builds that use them: see \"In your own tests\" in the README of wedrive-swift."
  )
#endif
