"""How long listings have been in auditing."""

from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from cards.access import counted_store
from cards.api.documented_errors import documented
from cards.api.serializers import ReviewsSerializer
from cards.board.reviews import NOTHING_KNOWN, newest_reviews


class ReviewsDetail(APIView):
    """Listings in auditing by age, and how many are past this store's own usual review time."""

    @documented(ReviewsSerializer)
    def get(self, request: Request, slug: str) -> Response:
        store = counted_store(request.user, slug)
        reviews = newest_reviews(store)
        return Response(reviews.as_json() if reviews else NOTHING_KNOWN)
