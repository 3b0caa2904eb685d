package menhir.replica;

/**
 * A read of orders with numbers above {@code afterNumber}.
 *
 * @param request repeated in the reply
 * @param afterNumber 0 or more
 * @param limit 1 or more
 * @param vouchedIndex entries up to here are released, by the leader's word; 0 if no leader says so
 */
public record OrderRead(long request, long afterNumber, int limit, long vouchedIndex) {}
