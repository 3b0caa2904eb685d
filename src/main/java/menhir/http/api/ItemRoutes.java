package menhir.http.api;

import akka.http.javadsl.model.HttpHeader;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.StatusCodes;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import menhir.http.problem.Problem;
import menhir.http.problem.ProblemType;
import menhir.http.server.Json;
import menhir.http.server.Method;
import menhir.http.server.QueryParameters;
import menhir.http.server.RequestContext;
import menhir.http.server.ResponseHeaders;
import menhir.http.server.Route;
import menhir.http.server.WholeNumbers;
import menhir.service.StoreService;
import menhir.service.StoreService.ItemPage;
import menhir.service.StoreService.Lookup;
import menhir.service.StoreService.Outcome;
import menhir.service.StoreService.StoreInfo;
import menhir.store.Command;
import menhir.store.Item;
import menhir.store.Limits;

/** Items of a store: look up and list; for an administrator, put, restock, set the terms of sale, and retire. */
public final class ItemRoutes {
    private static final Set<String> LIST_PARAMETERS = Set.of("topic", "after", "limit", "number");
    private static final String[] FIELDS = {"price", "quantity", "topic"};
    private static final String[] NUMBERED_FIELDS = {"price", "quantity", "topic", "number"};

    private final StoreService service;
    private final Stores stores;
    private final Suggestions suggestions;

    public ItemRoutes(StoreService service, Stores stores, Suggestions suggestions) {
        this.service = service;
        this.stores = stores;
        this.suggestions = suggestions;
    }

    public List<Route> routes() {
        return List.of(
                Route.canonical(Method.GET, "/v1/stores/{store}/items", this::list),
                Route.canonical(Method.GET, "/v1/stores/{store}/items/{item}", this::lookup),
                Route.canonical(Method.PUT, "/v1/stores/{store}/items/{item}", this::put)
                        .forAdministrators(),
                Route.canonical(Method.DELETE, "/v1/stores/{store}/items/{item}", this::retire)
                        .forAdministrators(),
                Route.canonical(Method.POST, "/v1/stores/{store}/items/{item}/restock", this::restock)
                        .forAdministrators(),
                Route.canonical(Method.PUT, "/v1/stores/{store}/items/{item}/terms", this::putTerms)
                        .forAdministrators());
    }

    private CompletionStage<HttpResponse> list(RequestContext request) {
        String store = stores.nameOf(request);
        QueryParameters query = request.query().only(LIST_PARAMETERS);
        long number = query.wholeNumber("number", 1, WholeNumbers.MAX, -1);
        String topic = query.name("topic");
        String after = query.name("after");
        int limit = query.limit(1);
        if (number < 0) {
            return service.items(store, topic, after, limit).thenApply(page -> page(page, topic != null));
        } else if (topic != null || after != null) {
            throw Problem.of(
                            ProblemType.INVALID_PARAMETER,
                            "The parameter number cannot be combined with topic or after.")
                    .exception();
        }
        return service.lookupNumber(store, number)
                .thenApply(lookup -> page(
                        new ItemPage(lookup.item() == null ? List.of() : List.of(lookup.item()), null, lookup.hit()),
                        true));
    }

    /** @param cacheable whether the node's cache can have the page, so that the response says whether it did */
    private static HttpResponse page(ItemPage page, boolean cacheable) {
        List<HttpHeader> headers = cacheable
                ? List.of(ResponseHeaders.cacheStatus(page.hit()), ResponseHeaders.REVALIDATE)
                : List.of(ResponseHeaders.REVALIDATE);
        return Json.written(headers, out -> {
            out.writeStartObject();
            out.writeArrayFieldStart("items");
            for (Item item : page.items()) {
                JsonViews.item(out, item);
            }
            out.writeEndArray();
            out.writeStringField("next", page.next());
            out.writeEndObject();
        });
    }

    private CompletionStage<HttpResponse> lookup(RequestContext request) {
        String store = stores.nameOf(request);
        String name = request.name("item", 1);
        return suggestions.forUnknown(
                store, service.lookup(store, name).thenApply(lookup -> found(request, name, lookup)));
    }

    private static HttpResponse found(RequestContext request, String name, Lookup lookup) {
        Item item = lookup.item();
        if (item == null) {
            throw (lookup.retired() ? RejectionProblems.retiredItem(name) : RejectionProblems.unknownItem(name))
                    .exception();
        }
        return Json.tagged(
                request,
                ResponseHeaders.tag(item.version()),
                List.of(ResponseHeaders.cacheStatus(lookup.hit()), ResponseHeaders.REVALIDATE),
                out -> JsonViews.item(out, item));
    }

    private CompletionStage<HttpResponse> put(RequestContext request) {
        StoreInfo store = stores.of(request);
        String name = request.name("item", 1);
        String key = request.idempotencyKey(service::newKey);
        return request.jsonBody().thenCompose(body -> {
            body.only(store.kind().numbersItems() ? NUMBERED_FIELDS : FIELDS);
            Command.OfItem command = new Command.PutItem(
                    key,
                    name,
                    body.price("price"),
                    body.has("quantity") ? body.quantity("quantity", 0) : null,
                    body.optionalName("topic"),
                    body.has("number") ? body.wholeNumber("number", 1, Limits.ITEM_NUMBER) : null);
            return change(request, store.name(), command);
        });
    }

    private CompletionStage<HttpResponse> restock(RequestContext request) {
        String store = stores.nameOf(request);
        String name = request.name("item", 1);
        String key = request.idempotencyKey(service::newKey);
        return request.jsonBody()
                .thenCompose(body -> change(
                        request,
                        store,
                        new Command.Restock(key, name, body.only("quantity").quantity("quantity", 1))));
    }

    private CompletionStage<HttpResponse> retire(RequestContext request) {
        String key = request.idempotencyKey(service::newKey);
        return change(request, stores.nameOf(request), new Command.RetireItem(key, request.name("item", 1)));
    }

    private CompletionStage<HttpResponse> putTerms(RequestContext request) {
        String store = stores.nameOf(request);
        String name = request.name("item", 1);
        String key = request.idempotencyKey(service::newKey);
        return request.jsonBody().thenCompose(body -> {
            body.only("limitPerCustomer", "onSaleFrom", "onSaleUntil");
            Long limit =
                    body.has("limitPerCustomer") ? body.wholeNumber("limitPerCustomer", 1, Limits.LINE_QUANTITY) : null;
            Long from = body.optionalInstant("onSaleFrom");
            Long until = body.optionalInstant("onSaleUntil");
            if (from != null && until != null && until <= from) {
                throw Problem.invalidField("onSaleUntil", "later than onSaleFrom")
                        .exception();
            }
            return change(request, store, new Command.SetTerms(key, name, limit, from, until));
        });
    }

    private CompletionStage<HttpResponse> change(RequestContext request, String store, Command.OfItem command) {
        Command conditional = request.ifMatch(command.name(), command);
        request.submitting(command.key());
        return suggestions.forUnknown(
                store,
                service.submit(store, conditional)
                        .thenApply(outcome -> changed(
                                store,
                                Outcomes.expect(Outcome.ItemChanged.class, outcome, RejectionProblems.CANONICAL))));
    }

    private static HttpResponse changed(String store, Outcome.ItemChanged changed) {
        Item item = changed.item();
        String location = changed.created() ? JsonViews.itemPath(store, item) : null;
        List<HttpHeader> headers = ResponseHeaders.ofChange(item.version(), location, changed.replayed());
        return Json.written(
                changed.created() ? StatusCodes.CREATED : StatusCodes.OK, headers, out -> JsonViews.item(out, item));
    }
}
