"""What MkDocs and its plugins do not do by themselves; each hook is named after what it does.

MkDocs loads each hook alone, under its path; listed first, this file lets them import one another.
"""

import sys

sys.modules.setdefault("hooks", sys.modules[__name__])
