"""The OpenAPI description: complete, with examples, and true under generated requests."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, given
from hypothesis import settings as examples
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from api.app import create_app
from api.routes.examples import PROFILE
from api.work.service import open_service
from api.work.settings import Settings
from data.profiles import Profile

IMPATIENT = list(HealthCheck)
LOCAL = {"Host": "127.0.0.1"}
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]


@pytest.fixture(scope="module")
def api_schema(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """The description of a service of its own: generated requests write, too."""
    home = tmp_path_factory.mktemp("schema")
    settings = Settings.model_validate({"home": home, "model": "hashing"})
    with open_service(settings) as service:
        service.create(Profile.model_validate(PROFILE), service.viewer)
        app = create_app(service)
        yield schemathesis.openapi.from_asgi("/v1/openapi.json", app, headers=LOCAL)


OPERATIONS = [
    "GET /health",
    "GET /ready",
    "POST /v1/suggestions",
    "POST /v1/readings",
    "POST /v1/feedback",
    "GET /v1/feedback",
    "DELETE /v1/feedback/{event_id}",
    "POST /v1/introductions",
    "GET /v1/introductions",
    "POST /v1/introductions/{introduction_id}/steps",
    "GET /v1/events",
    "POST /v1/events",
    "GET /v1/events/{event_id}",
    "PUT /v1/events/{event_id}",
    "DELETE /v1/events/{event_id}",
    "POST /v1/events/{event_id}/restore",
    "POST /v1/events/{event_id}/undo",
    "GET /v1/events/{event_id}/answers",
    "POST /v1/events/{event_id}/answers",
    "POST /v1/events/{event_id}/plan",
    "POST /v1/events/{event_id}/replan",
    "GET /v1/events/{event_id}/jobs/{job_id}",
    "DELETE /v1/events/{event_id}/jobs/{job_id}",
    "GET /v1/events/{event_id}/plan",
    "PUT /v1/events/{event_id}/plan",
    "GET /v1/events/{event_id}/plans",
    "GET /v1/events/{event_id}/conflicts",
    "POST /v1/groups/consortium",
    "POST /v1/groups/bundle",
    "POST /v1/groups/peers",
    "GET /v1/profiles",
    "POST /v1/profiles",
    "GET /v1/profiles/{profile_id}",
    "PUT /v1/profiles/{profile_id}",
    "DELETE /v1/profiles/{profile_id}",
    "POST /v1/profiles/{profile_id}/restore",
    "GET /v1/regions",
    "GET /v1/sectors",
    "GET /v1/atlas",
    "GET /v1/atlas/topics/{topic_id}",
    "GET /v1/atlas/matrix",
    "GET /v1/atlas/skills",
    "GET /v1/atlas/overlaps",
    "GET /v1/atlas/duplicates",
    "POST /v1/atlas/build",
    "GET /v1/atlas/build",
    "GET /v1/atlas/versions",
    "GET /v1/atlas/changes",
]

WITHOUT_PARAMETERS = frozenset(
    (
        "GET /health",
        "GET /ready",
        "GET /v1/introductions",
        "GET /v1/atlas",
        "POST /v1/atlas/build",
        "GET /v1/atlas/build",
        "GET /v1/atlas/versions",
    )
)


def test_all_operations_are_tried(api_schema: Any) -> None:
    labels = {found.ok().label for found in api_schema.get_all_operations()}
    assert labels == {*OPERATIONS, "POST /v1/profiles/import"}


@pytest.mark.parametrize(
    ("label", "mode"),
    [
        (label, mode)
        for label in OPERATIONS
        for mode in schemathesis.GenerationMode
        # Where nothing can be said, nothing wrong can be said either.
        if label not in WITHOUT_PARAMETERS or mode.is_positive
    ],
)
def test_generated_requests_are_answered_as_described(
    api_schema: Any, label: str, mode: schemathesis.GenerationMode
) -> None:
    method, _, path = label.partition(" ")
    operation = api_schema[path][method]

    @examples(max_examples=20, deadline=None, derandomize=True, suppress_health_check=IMPATIENT)
    @given(case=operation.as_strategy(generation_mode=mode))
    def answered(case: Any) -> None:
        case.call_and_validate(checks=CHECKS, headers=LOCAL)

    answered()


def test_every_body_has_an_example_that_is_accepted(client: TestClient) -> None:
    described = client.get("/v1/openapi.json").json()
    bodies = [
        (path, operation["requestBody"]["content"]["application/json"])
        for path, operations in described["paths"].items()
        for operation in operations.values()
        if "application/json" in operation.get("requestBody", {}).get("content", {})
    ]
    assert {path for path, _ in bodies} == {
        "/v1/suggestions",
        "/v1/readings",
        "/v1/feedback",
        "/v1/introductions",
        "/v1/introductions/{introduction_id}/steps",
        "/v1/profiles",
        "/v1/profiles/{profile_id}",
        "/v1/events",
        "/v1/events/{event_id}",
        "/v1/events/{event_id}/answers",
        "/v1/events/{event_id}/plan",
        "/v1/events/{event_id}/replan",
        "/v1/groups/consortium",
        "/v1/groups/bundle",
        "/v1/groups/peers",
    }
    for path, content in bodies:
        for example in content["examples"].values():
            if path == "/v1/suggestions":
                answer = client.post(path, json=example["value"])
                assert answer.status_code == 200, answer.text


def test_every_route_tells_its_problems(client: TestClient) -> None:
    described = client.get("/v1/openapi.json").json()
    for operations in described["paths"].values():
        for operation in operations.values():
            failures = {s: r for s, r in operation["responses"].items() if s >= "400"}
            assert {"422", "500", "503"} <= set(failures)
            for response in failures.values():
                assert list(response["content"]) == ["application/problem+json"]
