"""One module for each command of `./lienthong`, loaded only when it is called."""
