package menhir.http.api;

import akka.http.javadsl.model.HttpHeader;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.StatusCodes;
import akka.http.javadsl.model.headers.RawHeader;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import menhir.http.server.AdminGuard;
import menhir.http.server.Json;
import menhir.http.server.Method;
import menhir.http.server.Problem;
import menhir.http.server.ProblemType;
import menhir.http.server.QueryParameters;
import menhir.http.server.RequestContext;
import menhir.http.server.Route;
import menhir.http.server.Stores;
import menhir.http.server.WholeNumbers;
import menhir.service.StoreService;
import menhir.service.StoreService.ItemPage;
import menhir.service.StoreService.Lookup;
import menhir.service.StoreService.Outcome;
import menhir.store.Command;
import menhir.store.Item;

/** Items of a store: look up, list, and, for an administrator, put and restock. */
public final class ItemRoutes {
    private static final int MAX_PAGE = 1000;
    private static final int PAGE = 100;
    private static final Set<String> LIST_PARAMETERS = Set.of("topic", "after", "limit", "number");

    private static final String[] FIELDS = {"price", "quantity", "topic"};
    private static final String[] NUMBERED_FIELDS = {"price", "quantity", "topic", "number"};
    private static final long MAX_NUMBER = 999_999_999;

    private final StoreService service;
    private final Stores stores;
    private final AdminGuard admin;

    public ItemRoutes(StoreService service, Stores stores, AdminGuard admin) {
        this.service = service;
        this.stores = stores;
        this.admin = admin;
    }

    public List<Route> routes() {
        return List.of(
                Route.canonical(Method.GET, "/v1/stores/{store}/items", this::list),
                Route.canonical(Method.GET, "/v1/stores/{store}/items/{item}", this::lookup),
                Route.canonical(Method.PUT, "/v1/stores/{store}/items/{item}", this::put),
                Route.canonical(Method.POST, "/v1/stores/{store}/items/{item}/restock", this::restock));
    }

    private CompletionStage<HttpResponse> list(RequestContext call) {
        String store = stores.of(call);
        QueryParameters query = call.query().only(LIST_PARAMETERS);
        long number = query.number("number", 1, WholeNumbers.MAX, -1);
        String topic = query.name("topic");
        String after = query.name("after");
        int limit = (int) query.number("limit", 1, MAX_PAGE, PAGE);
        if (number < 0) {
            return service.items(store, topic, after, limit).thenApply(page -> page(page, topic != null));
        } else if (topic != null || after != null) {
            throw Problem.of(ProblemType.INVALID_PARAMETER, "The parameter number stands alone.")
                    .exception();
        }
        return service.lookupNumber(store, number)
                .thenApply(lookup -> page(
                        new ItemPage(lookup.item() == null ? List.of() : List.of(lookup.item()), null, lookup.hit()),
                        true));
    }

    /** @param cacheable whether the cache may have such an answer, so that it is worth telling whether it had */
    private static HttpResponse page(ItemPage page, boolean cacheable) {
        List<HttpHeader> headers = cacheable
                ? List.of(page.hit() ? JsonViews.HIT : JsonViews.MISS, JsonViews.REVALIDATE)
                : List.of(JsonViews.REVALIDATE);
        return Json.response(StatusCodes.OK, headers, out -> {
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

    private CompletionStage<HttpResponse> lookup(RequestContext call) {
        String store = stores.of(call);
        String name = call.item(1);
        return service.lookup(store, name).thenApply(lookup -> found(call, name, lookup));
    }

    private static HttpResponse found(RequestContext call, String name, Lookup lookup) {
        Item item = lookup.item();
        if (item == null) {
            throw Problem.unknownItem(name).exception();
        }
        String etag = JsonViews.etag(item.version());
        List<HttpHeader> headers = List.of(
                lookup.hit() ? JsonViews.HIT : JsonViews.MISS, JsonViews.REVALIDATE, RawHeader.create("ETag", etag));
        return JsonViews.tagged(call, etag, headers, out -> JsonViews.item(out, item));
    }

    private CompletionStage<HttpResponse> put(RequestContext call) {
        String store = stores.of(call);
        admin.check(call);
        String name = call.item(1);
        String key = call.idempotencyKey(service::newKey);
        return call.jsonBody().thenCompose(body -> {
            boolean numbered = stores.kind(store).numbersItems();
            body.only(numbered ? NUMBERED_FIELDS : FIELDS);
            Command command = new Command.PutItem(
                    key,
                    name,
                    body.price("price"),
                    body.has("quantity") ? body.quantity("quantity", 0) : null,
                    body.optionalName("topic"),
                    body.has("number") ? body.whole("number", 1, MAX_NUMBER) : null);
            return change(call, store, command);
        });
    }

    private CompletionStage<HttpResponse> restock(RequestContext call) {
        String store = stores.of(call);
        admin.check(call);
        String name = call.item(1);
        String key = call.idempotencyKey(service::newKey);
        return call.jsonBody()
                .thenCompose(body -> change(
                        call,
                        store,
                        new Command.Restock(key, name, body.only("quantity").quantity("quantity", 1))));
    }

    private CompletionStage<HttpResponse> change(RequestContext call, String store, Command command) {
        call.submitting(command.key());
        return service.submit(store, command).thenApply(outcome -> {
            if (outcome instanceof Outcome.ItemStands stands) {
                return changed(store, stands);
            } else if (outcome instanceof Outcome.Refused refused) {
                throw Problem.of(refused.why()).exception();
            }
            throw new IllegalStateException("a change of an item came out as " + outcome);
        });
    }

    private static HttpResponse changed(String store, Outcome.ItemStands stands) {
        Item item = stands.item();
        List<HttpHeader> headers = new ArrayList<>(3);
        headers.add(RawHeader.create("ETag", JsonViews.etag(item.version())));
        if (stands.created()) {
            String location = "/v1/stores/" + store + "/items/" + JsonViews.segment(item.name());
            headers.add(RawHeader.create("Location", location));
        }
        if (stands.replayed()) {
            headers.add(JsonViews.REPLAYED);
        }
        return Json.response(
                stands.created() ? StatusCodes.CREATED : StatusCodes.OK, headers, out -> JsonViews.item(out, item));
    }
}
