package menhir;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.xpath.XPath;
import javax.xml.xpath.XPathFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;

/** The client library is released and tested with the server: their poms name the same versions. */
class LibraryPomTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/project/groupId",
                "/project/version",
                "/project/properties/jackson.version",
                "/project/properties/jspecify.version",
                "/project/properties/maven.compiler.release",
                "/project/properties/project.build.outputTimestamp",
                "//plugin[artifactId='maven-compiler-plugin']/version",
                "//plugin[artifactId='maven-jar-plugin']/version",
                "//plugin[artifactId='maven-resources-plugin']/version"
            })
    void shouldNameTheVersionOfTheServersPom(String path) throws Exception {
        assertThat(value("src/library/pom.xml", path)).isNotEmpty().isEqualTo(value("pom.xml", path));
    }

    private static String value(String pom, String path) throws Exception {
        Document document = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(Path.of(pom).toFile());
        XPath xpath = XPathFactory.newInstance().newXPath();
        return xpath.evaluate(path, document);
    }
}
