package menhir.http.server;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The entity tags of an {@code If-Match} header, as versions (RFC 9110, 13.1.1). */
final class EntityTags {
    /** For error texts: what is allowed. */
    static final String ALLOWED = "* or at most 8 entity tags, such as \"17\"";

    private static final int MOST = 8;

    /** No value has this version: a tag that is not one of ours matches nothing. */
    private static final long NEVER = -1;

    /** A weak tag counts too: compression weakens the tags of this server, and they are versions all the same. */
    private static final Pattern TAG = Pattern.compile("(?:W/)?\"([!#-~]*)\"");

    private EntityTags() {}

    /** The versions; none for {@code *}, which matches every version. Empty if the header is not well-formed. */
    static Optional<List<Long>> versions(String header) {
        if (header.trim().equals("*")) {
            return Optional.of(List.of());
        }
        List<Long> versions = new ArrayList<>();
        for (String part : header.split(",", -1)) {
            Matcher tag = TAG.matcher(part.trim());
            if (!tag.matches() || versions.size() == MOST) {
                return Optional.empty();
            }
            versions.add(Math.max(NEVER, WholeNumbers.parse(tag.group(1))));
        }
        return Optional.of(versions);
    }
}
