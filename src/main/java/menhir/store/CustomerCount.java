package menhir.store;

/**
 * How many of an item with a {@linkplain Terms#limitPerCustomer() limit} a customer has bought or holds. It is on disk: see
 * {@link Value}.
 *
 * @param version index of the log entry that changed it last
 */
public record CustomerCount(String item, String customer, long quantity, long version) implements Value {
    private static final String PREFIX = "\tcustomer\t";

    /** The name of the value. No item has it, for no name contains a tab. */
    static String nameOf(String item, String customer) {
        return prefixOf(item) + customer;
    }

    /** What the names of all counts of an item begin with. */
    static String prefixOf(String item) {
        return PREFIX + item + "\t";
    }

    @Override
    public String name() {
        return nameOf(item, customer);
    }

    @Override
    public int weight() {
        return 2;
    }

    @Override
    public long digest() {
        return new Digest64.Quick()
                .add("customer")
                .add(item)
                .add(customer)
                .add(quantity)
                .add(version)
                .value();
    }

    @Override
    public void putInto(StoreState state) {
        state.customers().put(this);
    }
}
