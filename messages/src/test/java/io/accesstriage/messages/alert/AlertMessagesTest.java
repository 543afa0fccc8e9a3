package io.accesstriage.messages.alert;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.accesstriage.fixtures.SampleStates;
import io.accesstriage.json.Json;
import io.accesstriage.messages.AlertMessage;
import io.accesstriage.state.TriageState;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class AlertMessagesTest {
  private static AlertMessage message(String name) {
    ObjectNode request = SampleStates.request(name);
    return AlertMessages.of(
        SampleStates.step(request).state(), request.path("execution").textValue());
  }

  private static String body(AlertMessage message, String protocol) {
    return String.valueOf(message.bodies().get(protocol));
  }

  @Test
  void of_alert_hasABodyForEachKindOfReader() {
    AlertMessage message = message("public-bucket");

    assertEquals(Set.of("default", "email", "https", "sqs", "lambda"), message.bodies().keySet());
    assertEquals(body(message, "sqs"), body(message, "lambda"));
    assertEquals(
        """
        [CRITICAL] S3 bucket amzn-s3-demo-bucket is public
        https://console.aws.amazon.com/access-analyzer/home?region=us-east-1#/findings/details/0910eedb-381e-4e95-adda-0d25c19e6e90
        """,
        body(message, "default"));
  }

  @Test
  void of_alert_hasAttributesToFilterBy() {
    assertEquals(
        Map.of(
            "severity", "critical",
            "outcome", "NOTIFY",
            "resourceType", "AWS::S3::Bucket",
            "account", "111122223333",
            "accountName", "unknown",
            "ou", "unknown",
            "owner", "unknown",
            "findingType", "ExternalAccess"),
        message("public-bucket").attributes());
  }

  @Test
  void of_alertOfATaggedResource_hasItsOwnerAndAccountAsTheyAre() {
    Map<String, String> attributes = message("owner-by-tags").attributes();

    assertEquals("payments@login.evil.com", attributes.get("owner"));
    assertEquals("payments-prod", attributes.get("accountName"));
    assertEquals("ou-ab12-cdefghij", attributes.get("ou"));
    assertEquals("unknown", message("owner-not-read").attributes().get("owner"));
  }

  /** A filter policy can name it; SNS takes no empty value, and XML no control characters. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Zoë \u65e5 (payments) | Zoë \u65e5 (payments)",
        "' '                    | unknown",
        "a\u0000\u202eb\u2028c   | a??b?c",
        "a\ud800                | a?",
        "'\u00a0\u2007\u202f'   | unknown",
        "a\u2800\u3164\ufe0fb     | a???b",
      })
  void of_alertOfAHostileOwner_hasAnAttributeThatSnsTakes(String owner, String attribute) {
    ObjectNode request = SampleStates.request("owner-by-tags");
    ((ObjectNode) request.at("/state/facts/tags/values")).put("Owner", owner).remove("Team");

    AlertMessage message = AlertMessages.of(SampleStates.step(request).state(), "e");

    assertEquals(attribute, message.attributes().get("owner"));
  }

  @Test
  void of_alertOfALongOwner_cutsItsAttribute() {
    ObjectNode request = SampleStates.request("owner-by-tags");
    ((ObjectNode) request.at("/state/facts/tags/values")).put("Owner", "\ud83d\ude00".repeat(300));

    AlertMessage message = AlertMessages.of(SampleStates.step(request).state(), "e");

    assertEquals("\ud83d\ude00".repeat(256), message.attributes().get("owner"));
  }

  private static List<String> headings(String email) {
    return email.lines().filter(line -> !line.isEmpty() && !line.startsWith(" ")).toList();
  }

  /** At the first column it would be a heading of ours. */
  @ParameterizedTest
  @ValueSource(strings = {"owner", "account"})
  void of_alertOfALongOwner_neverBeginsALineWithIt(String whose) {
    ObjectNode request = SampleStates.request("owner-by-tags");
    String email = body(AlertMessages.of(SampleStates.step(request).state(), "e"), "email");
    String hostile = "x".repeat(64) + " What to do first  Delete the bucket. " + "y ".repeat(80);
    if (whose.equals("owner")) {
      ((ObjectNode) request.at("/state/facts/tags/values")).put("Owner", hostile);
    } else {
      ((ObjectNode) request.at("/state/facts/account/values")).put("name", hostile);
    }

    String hostileEmail = body(AlertMessages.of(SampleStates.step(request).state(), "e"), "email");

    assertTrue(hostileEmail.contains("\n              What to do first Delete the bucket."));
    assertEquals(headings(email), headings(hostileEmail));
  }

  @Test
  void of_alertOfATaggedResource_givesProgramsItsOwner() {
    assertEquals(
        Json.read(
            """
            {"account": "111122223333", "accountName": "payments-prod", "ou": "ou-ab12-cdefghij",
             "owner": "payments@login.evil.com",
             "tags": {"Owner": "payments@login.evil.com", "Team": "ledger"}}
            """,
            "expected"),
        Json.read(body(message("owner-by-tags"), "sqs"), "document").path("resourceOwner"));
    assertEquals(
        Json.read(
            """
            {"account": "111122223333", "accountName": "payments-prod", "ou": "ou-ab12-cdefghij",
             "owner": null, "tags": {"Owner": null, "Team": null, "Environment": null}}
            """,
            "expected"),
        Json.read(body(message("owner-not-read"), "sqs"), "document").path("resourceOwner"));
  }

  @Test
  void of_alertWithoutAnAccount_saysUnknown() {
    ObjectNode request = SampleStates.request("public-bucket");
    ((ObjectNode) request.path("state").path("finding").path("resource")).remove("account");

    assertEquals(
        "unknown",
        AlertMessages.of(SampleStates.step(request).state(), "e").attributes().get("account"));
  }

  @Test
  void of_alert_isACustomNotificationForChat() {
    assertEquals(
        Json.read(
            """
            {"version": "1.0", "source": "custom",
             "content": {"textType": "client-markdown",
               "title": "[CRITICAL] S3 bucket amzn-s3-demo-bucket is public",
               "description": "S3 bucket amzn-s3-demo-bucket is public: anyone can read, list and write its objects.\\nAccount: 111122223333, us-east-1\\nResource: arn:aws:s3:::amzn-s3-demo-bucket\\nCondition: none\\nRisk score: 75 (public 50 + write-access 25)\\nFirst: In account 111122223333 (us-east-1): Block all public access to the bucket (a website in it goes down, other accounts lose access too while its policy is public, and uploads with a public ACL fail). The email has the commands, what to check first, and how to undo it.\\nA public finding is archived only by a rule that says allowPublic: true.\\nRule confidential-is-never-public: Resources classified Confidential must never be public.",
               "nextSteps": ["Look at it: https://console.aws.amazon.com/access-analyzer/home?region=us-east-1#/findings/details/0910eedb-381e-4e95-adda-0d25c19e6e90"],
               "keywords": ["critical", "NOTIFY", "AWS::S3::Bucket", "111122223333"]},
             "metadata": {"threadId": "0910eedb-381e-4e95-adda-0d25c19e6e90",
               "summary": "[CRITICAL] S3 bucket amzn-s3-demo-bucket is public",
               "eventType": "NOTIFY",
               "relatedResources": ["arn:aws:s3:::amzn-s3-demo-bucket"],
               "additionalContext": {"severity": "critical", "outcome": "NOTIFY",
                 "resourceType": "AWS::S3::Bucket", "account": "111122223333",
                 "accountName": "unknown", "ou": "unknown", "owner": "unknown",
                 "findingType": "ExternalAccess"}}}
            """,
            "expected"),
        Json.read(body(message("public-bucket"), "https"), "chat"));
  }

  @Test
  void of_alert_isADocumentForPrograms() {
    JsonNode document = Json.read(body(message("cross-account-key"), "sqs"), "document");

    JsonNode state = SampleStates.request("cross-account-key").path("state");
    assertEquals("alert", document.path("kind").textValue());
    assertEquals(state.path("finding"), document.path("finding"));
    assertEquals(
        state.path("decision").path("explanation"), document.path("decision").path("explanation"));
    assertFalse(document.path("decision").has("tagsUsed"));
    assertEquals(
        "https://console.aws.amazon.com/access-analyzer/home?region=us-east-1#/findings/details/7b1c2e90-55aa-4f0e-9d1c-2f6b8a4e1c33",
        document.path("links").path("finding").textValue());
    assertFalse(document.has("cut"));
  }

  @Test
  void of_alertWithTextsLikeLinks_givesProgramsTheirValues() {
    ObjectNode request = SampleStates.request("cross-account-key");
    ObjectNode finding = (ObjectNode) request.path("state").path("finding");
    ((ObjectNode) finding.path("resource")).put("arn", "arn:aws:s3:::www.evil.com");
    ((ObjectNode) finding.path("access"))
        .putObject("condition")
        .put("evil.com/\u202ekey", "https://evil.com/\u200b" + "x".repeat(2_000));

    AlertMessage message = AlertMessages.of(SampleStates.step(request).state(), "e");

    JsonNode document = Json.read(body(message, "sqs"), "document");
    assertEquals(finding, document.path("finding"));
    assertTrue(
        document.path("text").textValue().contains("arn:aws:s3:::www[.]evil[.]com"),
        () -> document.path("text").textValue());
    assertFalse(body(message, "sqs").contains("\u202e"));
    assertTrue(body(message, "email").contains("evil[.]com/\\u202ekey"));
  }

  /** A name like a host is a word in pieces: the same for a shell, and no link. */
  @Test
  void of_alertOfANameLikeALink_hasACommandWithoutALink() {
    ObjectNode request = SampleStates.request("public-bucket");
    ((ObjectNode) request.at("/state/finding/resource")).put("arn", "arn:aws:s3:::www.example.com");

    AlertMessage message = AlertMessages.of(SampleStates.step(request).state(), "e");

    String command =
        "aws s3api put-public-access-block --region us-east-1 --bucket 'www'.'example'.'com'"
            + " --expected";
    assertTrue(body(message, "email").contains(command), () -> body(message, "email"));
    assertFalse(body(message, "email").contains(" www.example"), () -> body(message, "email"));
  }

  /** "@" is a mention, which is shown as another sign. */
  @Test
  void of_alertWhoseCommandChatWouldChange_leavesItToTheEmail() {
    ObjectNode request = SampleStates.request("public-bucket");
    ((ObjectNode) request.at("/state/finding/resource")).put("arn", "arn:aws:s3:::a@b");

    String chat =
        body(AlertMessages.of(SampleStates.step(request).state(), "e"), AlertMessage.CHAT);

    assertFalse(chat.contains("put-public-access-block"), chat);
  }

  /** A subscription's filter compares them. */
  @Test
  void of_alertOfATypeLikeALink_hasItAsAnAttribute() {
    ObjectNode request = SampleStates.request("cross-account-key");
    ((ObjectNode) request.path("state").path("finding").path("resource")).put("type", "evil.com");

    AlertMessage message = AlertMessages.of(SampleStates.step(request).state(), "e");

    assertEquals("evil.com", message.attributes().get("resourceType"));
    assertFalse(body(message, "https").contains("evil.com"));
  }

  /** Nobody publishes a secret on purpose. */
  @Test
  void email_ofAPublicSecret_doesNotOfferToLeaveIt() {
    ObjectNode request = SampleStates.request("function-url-without-sign-in");
    ((ObjectNode) request.at("/state/finding/resource"))
        .put("type", "AWS::SecretsManager::Secret")
        .put("arn", "arn:aws:secretsmanager:us-east-1:111122223333:secret:api-key-AbCdEf");

    String email = body(AlertMessages.of(SampleStates.step(request).state(), "e"), "email");

    assertTrue(
        email.contains("  Rule        none to copy: The finding is, or may be, public."), email);
  }

  /** Its end may say what else it takes away. */
  @Test
  void chat_ofALongStep_hasAllOfIt() {
    String chat = body(message("open-to-any-repository"), "https");

    assertTrue(
        chat.contains(
            "Change the Effect to Deny: everyone whom it matches loses the role. The email"),
        chat);
  }

  /** Where the email is long, its condition stands on one line, and then it is left out. */
  @ParameterizedTest
  @CsvSource({"0, true", "1, true", "2, true", "3, false", "4, false"})
  void of_offeredRuleOfALongEmail_isPrintedWhereThereIsRoom(int tags, boolean printed) {
    ObjectNode request = SampleStates.request("cross-account-key");
    ArrayNode keys = ((ObjectNode) request.path("state")).putArray("alertTags");
    ObjectNode values = (ObjectNode) request.at("/state/facts/tags/values");
    for (int i = 0; i < tags; i++) {
      keys.add("tag" + i);
      values.put("tag" + i, "x");
    }

    AlertMessage message = AlertMessages.of(SampleStates.step(request).state(), "e");

    String email = body(message, "email");
    assertEquals(printed, email.contains(" effect: archive"), email);
    assertEquals(
        !printed,
        email.contains(
            "  Rule        one that archives exactly this is in the message for programs\n"),
        email);
    assertTrue(email.lines().count() + 2 <= 45, email);
    assertEquals(
        request.at("/state/decision/offeredRule"),
        Json.read(body(message, "sqs"), "document").at("/decision/offeredRule"));
  }

  /** The email and the chat message say the same of it. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "true | 0 | No archive rule covers it. Nearest: near.",
        "false | 1 | No archive rule covers it.",
      })
  void of_alertThatNoRuleArchives_namesTheNearestOnlyIfItIsNear(
      boolean isNear, int others, String sentence) {
    ObjectNode request = SampleStates.request("cross-account-key");
    ObjectNode why = (ObjectNode) request.path("state").path("decision").path("explanation");
    ArrayNode nearest = why.put("otherArchiveRules", others).putArray("nearest");
    if (isNear) {
      ObjectNode near = nearest.addObject().put("rule", "near").put("reason", "R.");
      ArrayNode conditions = near.put("conditions", 2).putArray("failed");
      conditions.addObject().put("expression", "e").put("certain", true).putArray("saw");
    }

    AlertMessage message = AlertMessages.of(SampleStates.step(request).state(), "e");

    String chat = Json.read(body(message, "https"), "chat").at("/content/description").textValue();
    assertTrue(chat.endsWith("\n" + sentence), chat);
    assertTrue(
        body(message, "email")
            .replaceAll("\\s+", " ")
            .contains(sentence.substring(0, sentence.length() - 1)),
        body(message, "email"));
  }

  @Test
  void of_alert_neverHoldsTagValuesThatNoRuleSaw() {
    ObjectNode request = SampleStates.request("cross-account-key");
    ObjectNode tags = (ObjectNode) request.path("state").path("facts").path("tags").path("values");
    tags.put("Secret", "hunter2");
    ((ObjectNode) request.path("state").path("decision").path("tagsUsed")).put("Other", "hunter2");

    AlertMessage message = AlertMessages.of(SampleStates.step(request).state(), "e");

    assertFalse(Json.text(message.structure()).contains("hunter2"));
  }

  /** The sentence before it is about the finding, which may well have been found. */
  @Test
  void of_alertOfAResourceThatIsGone_saysThatTheResourceIs() {
    ObjectNode request = SampleStates.request("event-only");
    ((ObjectNode) request.at("/state/facts/tags"))
        .put("reason", "kms:ListResourceTags: NotFoundException: The key does not exist.")
        .put("gone", true);

    String email = body(AlertMessages.of(SampleStates.step(request).state(), "e"), "email");

    assertTrue(
        email
            .replaceAll("\\s+", " ")
            .contains(
                " The KMS key was not found when triage looked: check first whether it still"
                    + " exists."),
        email);
  }

  @Test
  void of_findingWithLongLists_cutsThemWithACount() {
    AlertMessage message = AlertMessages.of(huge(5_000), "e");

    assertTrue(
        Json.bytes(message.structure()).length < 256 * 1024,
        () -> Json.bytes(message.structure()).length + " bytes");
    JsonNode document = Json.read(body(message, "sqs"), "document");
    assertEquals(5_000, document.path("cut").path("finding.access.actions").asInt());
    assertTrue(body(message, "email").replaceAll("\\s+", " ").contains("4988 more"));
    assertTrue(body(message, "email").contains("4992 more"));
  }

  private static TriageState huge(int size) {
    ObjectNode request = SampleStates.request("cross-account-key");
    ObjectNode access = (ObjectNode) request.path("state").path("finding").path("access");
    ArrayNode actions = access.putArray("actions");
    ObjectNode condition = access.putObject("condition");
    for (int i = 0; i < size; i++) {
      actions.add("kms:\"Frobnicate\"" + i);
      condition.put("key" + i, "\u540d".repeat(2_000));
    }
    return SampleStates.step(request).state();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "short | [MEDIUM] S3 bucket short shared with account 999988887777",
        "a-very-long-name-a-very-long-name-a-very-long-name-a-very-long-name | [MEDIUM] S3 bucket"
            + " a-very-long-name-a-very-long-name-a-very-lon... shared with account 999988887777",
      })
  void of_findingOfAnyName_keepsWhoInTheSubject(String name, String subject) {
    ObjectNode request = SampleStates.request("cross-account-key");
    ((ObjectNode) request.path("state").path("finding").path("resource"))
        .put("arn", "arn:aws:s3:::" + name)
        .put("type", "AWS::S3::Bucket");
    ((ObjectNode) request.at("/state/facts/keyAliases")).put("status", "NONE");

    assertEquals(subject, AlertMessages.of(SampleStates.step(request).state(), "e").subject());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'- id: a' | true",
        "'- id: \"https://evil\"' | false",
        "'- id: \"\u202e\"' | false",
        "'- id: {\"SAML:aud\": \"https://signin.aws.amazon.com/saml\"}' | true",
        "'- id: \"https://eu-central-1.signin.aws.amazon.com/saml/acs/SAMLSPABC123\"' | true",
        "'- id: \"https://signin.aws.amazon.com/saml.evil.org\"' | false",
        "'- id: \"https://signin.aws.amazon.com/samlevil\"' | false",
        "'- id: \"https://signin.aws.amazon.com/saml/../x\"' | false",
        "'- id: \"https://evil.signin.aws.amazon.com/saml\"' | false",
      })
  void of_offeredRule_isPrintedAsItIsOrNotAtAll(String rule, boolean printed) {
    ObjectNode request = SampleStates.request("cross-account-key");
    ((ObjectNode) request.path("state").path("decision")).put("offeredRule", rule);

    String email = body(AlertMessages.of(SampleStates.step(request).state(), "e"), "email");

    assertEquals(printed, email.contains("\n      " + rule + "\n"), email);
    assertEquals(
        !printed,
        email
            .replaceAll("\\s+", " ")
            .contains(
                " Rule only in the message for programs: a text in it looks like a link or has"
                    + " invisible characters "),
        email);
  }

  @ParameterizedTest
  @CsvSource({
    "ACCESS_DENIED, ', in account 444455556666 (us-east-1) Access Analyzer''s role was denied'",
    "INTERNAL_ERROR, ' Nothing to fix yet: AWS had an internal error. Still here tomorrow?'",
    "PRINCIPAL_LIMIT_EXCEEDED, ' Give fewer roles and users access: more have it than Access'",
    "NEW_ERROR, ' See in the console what kept Access Analyzer from analyzing it, and fix that.'"
  })
  void of_errorFinding_advisesByItsCode(String error, String advice) {
    ObjectNode request = SampleStates.request("error-finding");
    ((ObjectNode) request.at("/state/finding")).put("error", error);

    String email = body(AlertMessages.of(SampleStates.step(request).state(), "e"), "email");

    assertTrue(email.replaceAll("\\s+", " ").contains("What to do first" + advice), email);
  }

  /** An internal access analyzer can fail at one principal only. */
  @Test
  void of_errorFindingOfAPrincipal_namesIt() {
    ObjectNode request = SampleStates.request("internal-access");
    ObjectNode finding = (ObjectNode) request.at("/state/finding");
    finding.put("error", "INTERNAL_ERROR");
    ((ObjectNode) finding.path("access")).remove("actions");

    String email = body(AlertMessages.of(SampleStates.step(request).state(), "e"), "email");

    assertTrue(
        email
            .replaceAll("\\s+", " ")
            .contains(
                " could not be analyzed (INTERNAL_ERROR), so whether IAM role Reporting (account"
                    + " 444455556666) has access to it is unknown."),
        email);
  }

  /** The rule is the same one to CEL; a mail program finds no domain in it. */
  @ParameterizedTest
  @CsvSource({
    "'{\"evil.com:aud\": \"www.evil.com\"}', '{\"evil\\u002ecom:aud\":"
        + " \"www\\u002eevil\\u002ecom\"}'",
    "'\"arn:aws:s3:::evil.com\" && \"x\"', '\"arn:aws:s3:::evil\\u002ecom\" && \"x\"'",
    "'\"a\\\"evil.com\"', '\"a\\\"evil\\u002ecom\"'",
    "'{\"kms:ViaService\": \"s3.us-east-1.amazonaws.com\"}', '{\"kms:ViaService\":"
        + " \"s3.us-east-1.amazonaws.com\"}'",
    "'\"token.actions.githubusercontent.com:aud\"', '\"token.actions.githubusercontent.com:aud\"'"
  })
  void of_offeredRuleWithADomain_hasNoLink(String text, String shown) {
    ObjectNode request = SampleStates.request("cross-account-key");
    ((ObjectNode) request.path("state").path("decision"))
        .put("offeredRule", "finding.unused.services == " + text);

    String email = body(AlertMessages.of(SampleStates.step(request).state(), "e"), "email");

    assertTrue(email.endsWith("\n      finding.unused.services == " + shown + "\n"), email);
  }

  @Test
  void of_alertWithoutAnOfferedRule_saysWhy() {
    ObjectNode request = SampleStates.request("cross-account-key");
    ObjectNode decision = (ObjectNode) request.path("state").path("decision");
    decision.remove("offeredRule");
    decision.put("whyNoRuleIsOffered", "The finding does not say what grants the access.");

    assertTrue(
        body(AlertMessages.of(SampleStates.step(request).state(), "e"), "email")
            .replaceAll("\\s+", " ")
            .contains("Rule none to copy: The finding does not say what grants the access."));
  }

  @Test
  void of_alertOfValuesThatLookLikeOurs_quotesThem() {
    ObjectNode request = SampleStates.request("owner-by-tags");
    ((ObjectNode) request.at("/state/facts/tags/values")).put("Owner", "Not read");
    ((ObjectNode) request.at("/state/facts/account/values")).put("name", "dev), x (approved");

    String email = body(AlertMessages.of(SampleStates.step(request).state(), "e"), "email");

    assertTrue(email.contains("\n  Owner       \"Not read\"\n"), email);
    assertTrue(email.contains(" (\"dev), x (approved\")"), email);
  }

  /** Whether anyone has access is not known, so nothing offers to hide it. */
  @ParameterizedTest
  @ValueSource(strings = {"condition", "principal"})
  void of_alertOfUnreadAccess_offersNoArchiving(String unread) {
    ObjectNode request = SampleStates.request("cross-account-key");
    ((ObjectNode) request.at("/state/decision")).remove("offeredRule");
    assertTrue(archives(request));
    ObjectNode finding = (ObjectNode) request.at("/state/finding");
    if (unread.equals("principal")) {
      finding.remove("principal");
    } else {
      ((ObjectNode) finding.path("access")).remove("condition");
      ((ObjectNode) finding.path("principal")).put("kind", "ANYONE").put("value", "*");
    }

    assertFalse(archives(request));
  }

  private static boolean archives(ObjectNode request) {
    return body(AlertMessages.of(SampleStates.step(request).state(), "e"), "email")
        .contains("update-findings");
  }
}
