import java.io.BufferedReader;
import java.io.FileInputStream;
import java.io.InputStreamReader;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.xml.parsers.DocumentBuilderFactory;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.validation.profiles.Profiles;
import org.verapdf.pdfa.validation.profiles.Rule;
import org.verapdf.pdfa.validation.profiles.ValidationProfile;
import org.verapdf.pdfa.validation.profiles.Variable;
import org.w3c.dom.Element;

/**
 * Reads names of files, a line each, and prints what veraPDF finds in each by its PDF/UA-1 profile,
 * with an empty line after it.
 *
 * The profile is read by hand, because jars that carry veraPDF's library often lack JAXB.
 */
class Validate {
    private static final String PROFILE = "/org/verapdf/pdfa/validation/PDFUA-1.xml";

    public static void main(String[] none) throws Exception {
        Logger.getLogger("org.verapdf.pdfa.validation").setLevel(Level.OFF);
        VeraGreenfieldFoundryProvider.initialise();
        var profile = profile();
        System.out.printf("veraPDF, %d rules%n", profile.getRules().size());
        var names = new BufferedReader(new InputStreamReader(System.in));
        for (String name = names.readLine(); name != null; name = names.readLine()) {
            validate(name, profile);
            System.out.println();
        }
    }

    private static void validate(String name, ValidationProfile profile) throws Exception {
        var foundry = Foundries.defaultInstance();
        try (var file = new FileInputStream(name);
                var parser = foundry.createParser(file, PDFAFlavour.PDFUA_1);
                var validator = foundry.createValidator(profile, true)) {
            var result = validator.validate(parser);
            var failed = result.getTestAssertions().stream()
                    .filter(each -> each.getStatus() == TestAssertion.Status.FAILED).toList();
            System.out.printf("%s: %s, %d assertions, %d failed%n", name,
                    result.isCompliant() ? "passes" : "FAILS",
                    result.getTotalAssertions(), failed.size());
            failed.stream().limit(10).forEach(each -> System.out.printf("  %s-%d %s%n",
                    each.getRuleId().getClause(), each.getRuleId().getTestNumber(),
                    each.getMessage()));
        }
    }

    private static ValidationProfile profile() throws Exception {
        Element root;
        try (var source = Profiles.class.getResourceAsStream(PROFILE)) {
            var factory = DocumentBuilderFactory.newInstance();
            root = factory.newDocumentBuilder().parse(source).getDocumentElement();
        }
        var rules = new HashSet<Rule>();
        for (Element each : named(root, "rule")) {
            var id = named(each, "id").get(0);
            rules.add(Profiles.ruleFromValues(
                    Profiles.ruleIdFromValues(
                            PDFAFlavour.Specification.valueOf(id.getAttribute("specification")),
                            id.getAttribute("clause"),
                            Integer.parseInt(id.getAttribute("testNumber"))),
                    each.getAttribute("object"), Boolean.valueOf(each.getAttribute("deferred")),
                    each.getAttribute("tags"), text(each, "description"), text(each, "test"),
                    Profiles.errorFromValues(text(each, "message"), List.of()), List.of()));
        }
        var variables = new HashSet<Variable>();
        for (Element each : named(root, "variable")) {
            variables.add(Profiles.variableFromValues(each.getAttribute("name"),
                    each.getAttribute("object"), text(each, "defaultValue"), text(each, "value")));
        }
        var details = Profiles.profileDetailsFromValues("PDF/UA-1", "", "veraPDF", new Date(0));
        return Profiles.profileFromValues(PDFAFlavour.PDFUA_1, details, "", rules, variables);
    }

    private static List<Element> named(Element parent, String name) {
        var found = new ArrayList<Element>();
        var nodes = parent.getElementsByTagName(name);
        for (int place = 0; place < nodes.getLength(); place++) {
            found.add((Element) nodes.item(place));
        }
        return found;
    }

    private static String text(Element parent, String name) {
        return named(parent, name).get(0).getTextContent();
    }
}
