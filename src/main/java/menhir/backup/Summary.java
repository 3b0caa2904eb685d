package menhir.backup;

/**
 * What a copied log adds up to.
 *
 * @param entries how many there are, and so the index of the last one
 * @param lastEpoch epoch of the last entry
 * @param orders number of orders, and so the number of the last one
 * @param digest of the whole log, hexadecimal: the same that {@code /v1/stores/{store}/digest} shows at the same index
 */
public record Summary(long entries, long firstEpoch, long lastEpoch, long orders, String digest) {
    @Override
    public String toString() {
        if (entries == 0) {
            return "no entries";
        }
        return entries + " entries, " + orders + " orders, epochs " + firstEpoch + " to " + lastEpoch + ", digest "
                + digest;
    }
}
