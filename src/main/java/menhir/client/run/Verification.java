package menhir.client.run;

import java.util.List;

/**
 * The result of looking up all orders of a run and comparing them with what was sent.
 *
 * @param checked orders that were looked up
 * @param unchecked orders for whose lookup no server was available
 * @param findings descriptions of the first wrong or missing orders
 */
public record Verification(long checked, long wrong, long missing, long unchecked, List<String> findings) {

    /** Whether no order is wrong or missing, among those that were checked. */
    public boolean passed() {
        return wrong == 0 && missing == 0;
    }
}
