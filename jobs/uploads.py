"""Files are measured while they arrive: what is larger than anything we keep is not even put aside."""

from django.core.files.uploadhandler import FileUploadHandler, SkipFile


class UpToTheLimit(FileUploadHandler):
    """First of FILE_UPLOAD_HANDLERS: drops a file at its limit and goes on with the next; `files_too_large` has its name."""

    def new_file(self, *args, **kwargs):
        super().new_file(*args, **kwargs)
        self.arrived = 0

    def receive_data_chunk(self, raw_data, start):
        from jobs.services.intake import KEEP_AT_MOST

        self.arrived += len(raw_data)
        if self.arrived > KEEP_AT_MOST:
            self.request.files_too_large = [*files_too_large(self.request), self.file_name]
            raise SkipFile
        return raw_data

    def file_complete(self, file_size):
        return None  # the next handler has the file


def files_too_large(request):
    """The names of the files of this request that were dropped. Reading request.FILES fills it."""
    return getattr(request, "files_too_large", [])
