package menhir.client.command;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** For picocli: the constants of an enum in lower case; anything else is a usage error that lists them. */
class LowerCaseEnumConverter<E extends Enum<E>> implements ITypeConverter<E> {

    private final List<E> constants;

    LowerCaseEnumConverter(Class<E> type) {
        constants = Arrays.asList(type.getEnumConstants());
    }

    @Override
    public E convert(String value) {
        List<String> names = constants.stream()
                .map(constant -> constant.name().toLowerCase(Locale.ROOT))
                .toList();
        int index = names.indexOf(value);
        if (index < 0) {
            throw new TypeConversionException("'" + value + "' is not one of " + String.join(", ", names));
        }
        return constants.get(index);
    }
}
