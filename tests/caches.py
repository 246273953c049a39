"""A cache in this process's memory: what is counted with it does not depend on who else clears the usual one."""

_MEMORY = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
IN_MEMORY = {"default": _MEMORY, "shortcuts": _MEMORY}
