"""What every operation of the API may answer beside its success, written into the schema once for all."""

PROBLEM = {
    "type": "object",
    "description": "Why the request was refused (RFC 9457). `code` is stable; `detail` is meant for people.",
    "required": ["type", "status", "code", "title", "detail", "errors"],
    "properties": {
        "type": {"type": "string"},
        "status": {"type": "integer"},
        "code": {"type": "string"},
        "title": {"type": "string"},
        "detail": {"type": "string"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["field", "code", "message"],
                "properties": {
                    "field": {"type": "string", "nullable": True},
                    "code": {"type": "string"},
                    "message": {"type": "string"},
                },
            },
        },
    },
}
REASONS = {
    "400": "The request could not be understood.",
    "401": "Not signed in.",
    "403": "Your role does not allow it.",
    "404": "Not there, or not yours.",
    "405": "Not with this method.",
    "406": "Not in that format.",
    "409": "The present state does not allow it.",
    "413": "Too large.",
    "415": "Not in that media type.",
    "422": "A field has to be mended; `errors` names it.",
    "429": "Too many requests.",
}
ALWAYS = {"400", "401", "403", "404", "405", "406", "422", "429"}  # 404: what the query or the body names may be nobody's, too
OF_CHANGES = {"409", "413", "415"}
OF_POSTS = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": False,
    "description": "A name of your choice for this request. Sent again within 24 hours it is not done again: the answer is that of"
    " the first time, with `Idempotency-Replayed: true`. With another body it is refused (422), while it runs, too (409).",
    "schema": {"type": "string", "minLength": 1, "maxLength": 255, "pattern": "^[!-~]+$"},
}
HEADERS = {
    "RateLimit-Limit": ("How many requests you may make in a window of time.", {"type": "integer"}),
    "RateLimit-Remaining": ("How many are left of them.", {"type": "integer"}),
    "RateLimit-Reset": ("Seconds until the next window.", {"type": "integer"}),
}
METHODS = {"get", "post", "put", "patch", "delete"}


def add_problems(result, generator, request, public):
    """drf-spectacular's postprocessing hook: the Problem component and each status that may carry it, the headers of all."""
    components = result.setdefault("components", {})
    components.setdefault("schemas", {})["Problem"] = PROBLEM
    components["headers"] = {name: {"description": text, "schema": kind} for name, (text, kind) in HEADERS.items()}
    headers = {name: {"$ref": f"#/components/headers/{name}"} for name in HEADERS}
    content = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    for operations in result["paths"].values():
        for method in METHODS & set(operations):
            possible = ALWAYS | (OF_CHANGES if method != "get" else set())
            for status in sorted(possible):
                operations[method]["responses"].setdefault(status, {"description": REASONS[status], "content": content})
            for answer in operations[method]["responses"].values():
                answer.setdefault("headers", {}).update(headers)
            if method == "post":
                operations[method].setdefault("parameters", []).append(OF_POSTS)
    return result
