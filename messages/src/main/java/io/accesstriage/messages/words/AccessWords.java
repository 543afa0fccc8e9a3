package io.accesstriage.messages.words;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Actions in words, such as "read and write its objects". They are a reading aid; the actions stand
 * beside them. What is not recognised counts as change, never as less.
 */
public final class AccessWords {
  private static final Pattern DECRYPTING =
      Pattern.compile("decrypt.*|reencryptfrom|derivesharedsecret");
  private static final Pattern ENCRYPTING =
      Pattern.compile("encrypt.*|generatedatakey.*|reencryptto");
  private static final Pattern SIGNING = Pattern.compile("sign|verify|generatemac|verifymac");
  private static final Pattern COPYING =
      Pattern.compile("createvolume|copy.*snapshot|restore.*snapshot|exporttable.*");
  private static final Pattern SENDING = Pattern.compile("publish.*|sendmessage.*");
  private static final Pattern READING =
      Pattern.compile(
          "(batchget|batchcheck|check|clientmount|clientrootaccess|conditioncheck|download|get|head|list|lookup|partiqlselect|query|read|receive|scan|search|select|view).*");
  private static final Pattern DELETING =
      Pattern.compile("(delete|purge|batchdelete|partiqldelete).*");
  private static final Pattern SHARING =
      Pattern.compile(
          ".*(acl|grant|ownership|permission|policy|publicaccessblock|resourcepolicy).*"
              + "|set(queue|topic)attributes");

  private static final Pattern USING = Pattern.compile("(access|apply|connect|use).*");

  /** Such as Put*, which covers PutBucketPolicy. */
  private static final Pattern SHARING_TOO = Pattern.compile("(add|create|modify|put|set).*\\*");

  private AccessWords() {}

  /** In the order in which they are said. */
  private enum Ability {
    ASSUME("assume", "it"),
    INVOKE("invoke", "it"),
    PULL("pull images", "from it"),
    RECEIVE("receive messages", "from it"),
    READ("read", "it"),
    READ_OBJECTS("read", "its objects"),
    LIST_OBJECTS("list", "its objects"),
    WRITE_OBJECTS("write", "its objects"),
    DELETE_OBJECTS("delete", "its objects"),
    DELETE_IMAGES("delete", "its images"),
    DELETE_MESSAGES("delete", "its messages"),
    COPY("copy", "it"),
    USE("use", "it"),
    CHANGE("change", "it"),
    DELETE("delete", "it"),
    TAG("tag", "it"),
    DECRYPT("decrypt", "with it"),
    ENCRYPT("encrypt", "with it"),
    SIGN("sign", "with it"),
    VIEW("see", "its settings"),
    PUSH("push images", "to it"),
    SEND("send messages", "to it"),
    SUBSCRIBE("subscribe", "to it"),
    SHARE("change who has access", "to it");

    private final String verb;
    private final String object;

    Ability(String verb, String object) {
      this.verb = verb;
      this.object = object;
    }
  }

  /** What follows "can"; empty for no actions. */
  public static String of(List<String> actions) {
    Set<Ability> abilities = EnumSet.noneOf(Ability.class);
    for (String action : actions) {
      String[] parts = action.toLowerCase(Locale.ROOT).split(":", 2);
      String name = parts[parts.length - 1];
      if (name.equals("*")) {
        return "do anything with it";
      }
      Set<Ability> granted = abilities(parts[0], name);
      abilities.addAll(parts[0].startsWith("s3") ? ofBucket(granted, name) : granted);
    }
    if (abilities.isEmpty()) {
      return "";
    }
    Map<String, List<String>> verbsByObject = new LinkedHashMap<>();
    for (Ability ability : abilities) {
      verbsByObject.computeIfAbsent(ability.object, o -> new ArrayList<>()).add(ability.verb);
    }
    List<String> phrases = new ArrayList<>();
    verbsByObject.forEach((object, verbs) -> phrases.add(Words.joined(verbs) + " " + object));
    String last = phrases.get(phrases.size() - 1);
    if (phrases.size() == 1) {
      return last;
    }
    String others = String.join(", ", phrases.subList(0, phrases.size() - 1));
    return others + (others.contains(" and ") || others.contains(",") ? ", and " : " and ") + last;
  }

  /** What can be done with what is in a bucket is said of that. */
  private static Set<Ability> ofBucket(Set<Ability> granted, String name) {
    boolean isOfObjects =
        name.contains("object")
            || name.contains("multipart")
            || name.startsWith("list")
            || name.equals("createsession")
            || name.endsWith("*");
    Set<Ability> abilities = EnumSet.copyOf(granted);
    if (abilities.remove(Ability.READ)) {
      abilities.add(
          !isOfObjects
              ? Ability.VIEW
              : name.startsWith("list") ? Ability.LIST_OBJECTS : Ability.READ_OBJECTS);
    }
    if (isOfObjects && abilities.remove(Ability.CHANGE)) {
      abilities.add(Ability.WRITE_OBJECTS);
    }
    if (isOfObjects && abilities.remove(Ability.DELETE)) {
      abilities.add(Ability.DELETE_OBJECTS);
    }
    return abilities;
  }

  /**
   * What can be done with what is in a repository or queue; empty for other actions.
   *
   * @see <a
   *     href="https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonelasticcontainerregistry.html">Actions
   *     of Amazon ECR</a>
   * @see <a
   *     href="https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonsqs.html">Actions
   *     of Amazon SQS</a>
   */
  private static Set<Ability> ofContents(String action) {
    return switch (action) {
      case "ecr:batchgetimage", "ecr:getdownloadurlforlayer" -> EnumSet.of(Ability.PULL);
      case "ecr:putimage",
          "ecr:initiatelayerupload",
          "ecr:uploadlayerpart",
          "ecr:completelayerupload" ->
          EnumSet.of(Ability.PUSH);
      case "ecr:batchdeleteimage" -> EnumSet.of(Ability.DELETE_IMAGES);
      case "sqs:receivemessage",
          "sqs:changemessagevisibility",
          "sqs:changemessagevisibilitybatch" ->
          EnumSet.of(Ability.RECEIVE);
      case "sqs:deletemessage", "sqs:deletemessagebatch", "sqs:purgequeue" ->
          EnumSet.of(Ability.DELETE_MESSAGES);
      default -> EnumSet.noneOf(Ability.class);
    };
  }

  private static Set<Ability> abilities(String service, String name) {
    if (service.equals("sts")) {
      return EnumSet.of(Ability.ASSUME);
    }
    if (service.equals("lambda") && name.startsWith("invoke")) {
      return EnumSet.of(Ability.INVOKE);
    }
    if (service.equals("kms")) {
      if (DECRYPTING.matcher(name).matches()) {
        return EnumSet.of(Ability.DECRYPT);
      }
      if (ENCRYPTING.matcher(name).matches()) {
        return EnumSet.of(Ability.ENCRYPT);
      }
      if (name.equals("reencrypt*")) {
        return EnumSet.of(Ability.DECRYPT, Ability.ENCRYPT);
      }
      if (SIGNING.matcher(name).matches()) {
        return EnumSet.of(Ability.SIGN);
      }
    }
    Set<Ability> ofContents = ofContents(service + ":" + name);
    if (!ofContents.isEmpty()) {
      return ofContents;
    }
    if (COPYING.matcher(name).matches()) {
      return EnumSet.of(Ability.COPY);
    }
    if (service.equals("s3express") && name.equals("createsession")) {
      return EnumSet.of(Ability.READ, Ability.CHANGE);
    }
    if (SENDING.matcher(name).matches()) {
      return EnumSet.of(Ability.SEND);
    }
    if (name.equals("subscribe")) {
      return EnumSet.of(Ability.SUBSCRIBE);
    }
    if (name.startsWith("describe")) {
      return EnumSet.of(Ability.VIEW);
    }
    if (READING.matcher(name).matches()) {
      return EnumSet.of(
          Set.of("ecr", "kms", "sqs").contains(service) ? Ability.VIEW : Ability.READ);
    }
    if (SHARING.matcher(name).matches()) {
      return EnumSet.of(Ability.SHARE);
    }
    if (name.startsWith("tag") || name.startsWith("untag") || name.endsWith("tagging")) {
      return EnumSet.of(Ability.TAG);
    }
    if (DELETING.matcher(name).matches()) {
      return name.endsWith("*")
          ? EnumSet.of(Ability.DELETE, Ability.SHARE)
          : EnumSet.of(Ability.DELETE);
    }
    if (SHARING_TOO.matcher(name).matches()) {
      return EnumSet.of(Ability.CHANGE, Ability.SHARE);
    }
    return EnumSet.of(USING.matcher(name).matches() ? Ability.USE : Ability.CHANGE);
  }
}
