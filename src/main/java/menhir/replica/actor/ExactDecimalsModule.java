package menhir.replica.actor;

import com.fasterxml.jackson.core.Version;
import com.fasterxml.jackson.databind.Module;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;

/**
 * Makes trees of JSON keep the zeros at the end of a decimal. Jackson strips them by default, so a migration, which works on a
 * tree, would turn the price 45.00 into 45. Named in {@code menhir-journal.conf}.
 */
public final class ExactDecimalsModule extends Module {
    @Override
    public String getModuleName() {
        return getClass().getName();
    }

    @Override
    public Version version() {
        return Version.unknownVersion();
    }

    @Override
    public void setupModule(SetupContext context) {
        ObjectMapper mapper = context.getOwner();
        mapper.configure(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES, false);
    }
}
