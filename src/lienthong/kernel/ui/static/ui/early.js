// Before the first paint: say that scripts run, so that what needs none can be hidden without a jump.
document.documentElement.classList.add("js");
