// The search, in one file that is loaded at the first touch (theme/assets/javascripts/page.js) and
// that plays three parts: the dialog, the words highlighted in a page that was found, and the worker
// that looks for them. It takes its URLs from the attributes of <html>.

import { answer } from "./search-ask";
import { openSearch } from "./search-box";
import { highlightSearch } from "./search-marks";

if (typeof document === "undefined") answer(self as unknown as DedicatedWorkerGlobalScope);
else Object.assign(window, { openSearch, highlightSearch });
