"""What AliExpress's own diagnosis finds wrong with products."""

from typing import Any, Final

from aliexpress.gateway.answers import DiagnosedProblem, DiagnosisPage
from aliexpress.gateway.error_answers import from_result
from aliexpress.gateway.json_shapes import count, items, product_id, short_text, unwrapped

DIAGNOSIS: Final = "aliexpress.product.diagnosis.pageQueryProblem"
TO_OPTIMISE: Final = "0"
DIAGNOSIS_PAGE: Final = 50


def diagnosis(answer: dict[str, Any]) -> DiagnosisPage:
    result = unwrapped(answer)
    if result.get("success") in (False, "false"):
        raise from_result(result)
    problems = []
    for one in items(result.get("problematic_product_list")):
        number = product_id(one.get("product_id")) if isinstance(one, dict) else None
        if number is None:
            continue
        said = one.get("product_problem")
        said = said if isinstance(said, dict) else {}
        problems.append(
            DiagnosedProblem(
                product_id=number,
                kind=short_text(said.get("problem_type"), 120) or "unnamed",
                description=short_text(said.get("problem_description"), 300),
                suggestion=short_text(one.get("optimization_suggestion"), 300),
            )
        )
    return DiagnosisPage(total=count(result, "total_count"), problems=tuple(problems))


def diagnosis_query(number: int) -> dict[str, str]:
    return {
        "operate_status": TO_OPTIMISE,
        "current_page": str(number),
        "page_size": str(DIAGNOSIS_PAGE),
    }
