package menhir.peers.spring;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Map;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The HTTP calls. Bodies are byte arrays, so that responses have a length instead of chunks. */
@RestController
@RequestMapping("/v1/stores/stocks")
class StoreController {
    private static final int MOST_QUANTITY = 1_000_000;
    private static final int MOST_ITEMS = 1_000;

    /** The body of an order. */
    record OrderBody(String item, Long quantity, String type) {
        boolean isValid() {
            return item != null
                    && quantity != null
                    && quantity >= 1
                    && quantity <= MOST_QUANTITY
                    && ("buy".equals(type) || "sell".equals(type));
        }
    }

    private final StoreQueries queries;
    private final ObjectMapper mapper;

    StoreController(StoreQueries queries, ObjectMapper mapper) {
        this.queries = queries;
        this.mapper = mapper;
    }

    @GetMapping("/items/{name}")
    ResponseEntity<byte[]> item(@PathVariable String name) {
        return queries.item(name).map(item -> json(200, item)).orElseGet(() -> problem(404, "unknown item"));
    }

    @GetMapping("/items")
    ResponseEntity<byte[]> items(@RequestParam(defaultValue = "") String after) {
        List<StoreQueries.Item> items = queries.items(after, MOST_ITEMS);
        String next = items.size() < MOST_ITEMS ? "" : items.get(items.size() - 1).name();
        return json(200, next.isEmpty() ? Map.of("items", items) : Map.of("items", items, "next", next));
    }

    @GetMapping("/orders/{number:[0-9]{1,18}}")
    ResponseEntity<byte[]> order(@PathVariable long number) {
        return queries.order(number).map(order -> json(200, order)).orElseGet(() -> problem(404, "unknown order"));
    }

    @PostMapping("/orders")
    ResponseEntity<byte[]> place(@RequestBody OrderBody order) {
        if (!order.isValid()) {
            return problem(400, "item, quantity from 1 to " + MOST_QUANTITY + ", and type buy or sell are required");
        }
        return queries.place(order.item(), order.quantity(), order.type())
                .map(placed -> json(201, placed))
                .orElseGet(() -> queries.item(order.item()).isPresent()
                        ? problem(409, "not enough in stock")
                        : problem(404, "unknown item"));
    }

    private ResponseEntity<byte[]> problem(int status, String title) {
        return json(status, Map.of("title", title, "status", status));
    }

    private ResponseEntity<byte[]> json(int status, Object body) {
        try {
            return ResponseEntity.status(status)
                    .contentType(MediaType.APPLICATION_JSON)
                    .body(mapper.writeValueAsBytes(body));
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
