package menhir.replica;

import menhir.wire.CborMessage;
import org.jspecify.annotations.Nullable;

/**
 * The digest of a catalog at a log index: see {@link menhir.store.StoreState#digest}.
 *
 * @param digest 64 bits, hexadecimal; null if the catalog has passed the index so long ago that it does not know any more
 */
public record CatalogDigest(int slot, long index, @Nullable String digest) implements CborMessage {}
