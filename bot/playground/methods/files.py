"""Files that the bot sends and fetches."""

from bot.playground import media, render
from bot.playground.checks import Upload, missing
from bot.playground.errors import bad_request
from bot.playground.kinds import Json, JsonObject
from bot.playground.methods.registry import method
from bot.playground.state import StoredFile
from bot.playground.world import World

PHOTO_LIMIT = 10 * 1024 * 1024
UPLOAD_LIMIT = 50 * 1024 * 1024
DOWNLOAD_LIMIT = 20 * 1024 * 1024


def take_file(world: World, kind: str, given: Json, uploads: JsonObject, details: JsonObject) -> StoredFile:
    """The file that a parameter stands for: an upload, a reference to one, or one that is known.

    Fetching from an address is not modelled, so that the playground never goes out to the network.
    """
    if isinstance(given, Upload):
        return _store(world, kind, given, details)
    if given.startswith("attach://"):
        upload = uploads.get(given.removeprefix("attach://"))
        if upload is None:
            raise missing(kind)
        return _store(world, kind, upload, details)
    if "://" in given:
        raise bad_request("the playground does not fetch files by URL")
    known = world.files.get(given)
    if known is None:
        raise bad_request("wrong remote file identifier specified: can't unserialize it. Wrong last symbol")
    if known.kind != kind:
        raise bad_request(f"type of file mismatch: a {known.kind} cannot be sent as {kind}")
    return known


def _store(world: World, kind: str, upload: Upload, details: JsonObject) -> StoredFile:
    if not upload.data:
        raise bad_request("file must be non-empty")
    if len(upload.data) > (PHOTO_LIMIT if kind == "photo" else UPLOAD_LIMIT):
        raise bad_request("file is too big")
    if kind == "photo" and media.image_size(upload.data) is None:
        raise bad_request("IMAGE_PROCESS_FAILED")
    mime = media.mime_of(upload.filename, upload.content_type)
    file = world.store_file(kind, upload.data, name=upload.filename or None, mime=mime)
    media.describe(file, **details)
    return file


@method("getFile")
def get_file(world: World, params: JsonObject) -> Json:
    """Where a file can be fetched, up to 20 MB."""
    file = world.files.get(params["file_id"])
    if file is None:
        raise bad_request("invalid file_id")
    if len(file.data) > DOWNLOAD_LIMIT:
        raise bad_request("file is too big")
    return render.file_json(file)
