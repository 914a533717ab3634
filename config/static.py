"""Static files under names that hold their own hash, so that browsers may keep them for ever."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedStatic(CompressedManifestStaticFilesStorage):
    """Also rewrites `import ... from "./other.js"`, so modules need no import map and no bundler."""

    support_js_module_import_aggregation = True
