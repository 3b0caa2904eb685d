package menhir.certificates;

import org.jspecify.annotations.Nullable;

/**
 * What came of files that have changed.
 *
 * @param failure why they are not used; null if they are
 */
public record FileChange(@Nullable String failure) {}
