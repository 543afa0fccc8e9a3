package io.accesstriage.integration;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.accesstriage.finding.Arn;
import io.accesstriage.json.Json;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * The buckets and keys of an account file, really made in moto, and what moto cannot do for them:
 * ids of one's choice, refusals, and names that AWS would not take. {@link TagServices} has the
 * other resources.
 *
 * <p>A key is asked in the account that its ARN names, as if the product had its role there.
 */
final class AccountInMoto implements Gateway.Service {
  private static final String KMS = "TrentService.";

  private final Moto moto;
  private final Gateway gateway;
  private final Map<String, String> motoKeys = new HashMap<>();
  private final Map<String, List<String>> aliasesNotTaken = new HashMap<>();
  private final Map<String, String> bucketOwners = new HashMap<>();
  private final Set<String> denied = new HashSet<>();
  private final Set<String> deniedForNow = ConcurrentHashMap.newKeySet();
  private final Set<String> accountsWithoutRole = new HashSet<>();
  private final TagServices others = new TagServices();

  AccountInMoto(Moto moto, Gateway gateway) {
    this.moto = moto;
    this.gateway = gateway;
  }

  /** The resources that moto does not have. */
  TagServices others() {
    return others;
  }

  /** Makes what an account file lists. */
  void load(Path file) {
    Map<?, ?> account =
        (Map<?, ?>)
            new Load(LoadSettings.builder().setLabel(file.toString()).build())
                .loadFromString(Local.text(file));
    for (Object member : (List<?>) account.get("accounts")) {
      if (Boolean.TRUE.equals(((Map<?, ?>) member).get("noRole"))) {
        accountsWithoutRole.add(String.valueOf(((Map<?, ?>) member).get("id")));
      }
    }
    for (Object resource : (List<?>) account.get("resources")) {
      load((Map<?, ?>) resource);
    }
  }

  private void load(Map<?, ?> resource) {
    String arn = String.valueOf(resource.get("arn"));
    Arn parsed = Arn.parse(arn).orElseThrow();
    Map<?, ?> tags = resource.get("tags") instanceof Map<?, ?> map ? map : Map.of();
    if (Boolean.TRUE.equals(resource.get("denied"))) {
      denied.add(arn);
      others.denies(arn);
    } else if (parsed.service().equals("s3")) {
      Object owner = resource.get("account");
      makeBucket(parsed.resource(), owner == null ? Local.ACCOUNT : owner.toString(), tags);
    } else if (parsed.service().equals("kms")) {
      makeKey(arn, parsed, tags, resource.get("keyAliases") instanceof List<?> l ? l : List.of());
    } else {
      others.has(arn, tags);
    }
  }

  /** From now on a key cannot be read, or can. */
  void deny(String keyArn, boolean isDenied) {
    if (isDenied) {
      deniedForNow.add(keyArn);
    } else {
      deniedForNow.remove(keyArn);
    }
  }

  /** Gives a key's tag another value. */
  void tag(String keyArn, String name, String value) {
    Arn key = Arn.parse(keyArn).orElseThrow();
    ObjectNode request = Json.object().put("KeyId", motoKeys.get(id(keyArn)));
    request.putArray("Tags").addObject().put("TagKey", name).put("TagValue", value);
    moto.call(key.account(), key.region(), "kms", KMS + "TagResource", request);
  }

  private void makeBucket(String name, String owner, Map<?, ?> tags) {
    moto.s3("/" + name, "");
    bucketOwners.put(name, owner);
    if (!tags.isEmpty()) {
      StringBuilder xml = new StringBuilder("<Tagging><TagSet>");
      tags.forEach(
          (key, value) ->
              xml.append("<Tag><Key>%s</Key><Value>%s</Value></Tag>".formatted(key, value)));
      moto.s3("/" + name + "?tagging", xml.append("</TagSet></Tagging>").toString());
    }
  }

  private void makeKey(String arn, Arn parsed, Map<?, ?> tags, List<?> aliases) {
    ObjectNode request = Json.object();
    ArrayNode tagList = request.putArray("Tags");
    tags.forEach(
        (key, value) ->
            tagList.addObject().put("TagKey", key.toString()).put("TagValue", value.toString()));
    String id =
        moto.call(parsed.account(), parsed.region(), "kms", KMS + "CreateKey", request)
            .path("KeyMetadata")
            .path("KeyId")
            .textValue();
    motoKeys.put(id(arn), id);
    for (Object alias : aliases) {
      ObjectNode create = Json.object().put("AliasName", alias.toString()).put("TargetKeyId", id);
      boolean taken =
          moto.tryCall(parsed.account(), parsed.region(), "kms", KMS + "CreateAlias", create)
                  .statusCode()
              == 200;
      if (!taken) {
        aliasesNotTaken.put(arn, aliases.stream().map(String::valueOf).toList());
      }
    }
  }

  @Override
  public Optional<Gateway.Answer> answer(Gateway.Request request)
      throws IOException, InterruptedException {
    if (request.header("X-Amz-Target").startsWith(KMS)) {
      return Optional.of(kms(request));
    }
    if (request.body().startsWith("Action=AssumeRole&")) {
      return refusedRole(URLDecoder.decode(request.body(), StandardCharsets.UTF_8));
    }
    if (request.uri().getRawQuery() != null && request.uri().getRawQuery().contains("tagging")) {
      return s3(request);
    }
    return others.answer(request);
  }

  /** moto assumes any role. */
  private Optional<Gateway.Answer> refusedRole(String form) {
    String roleArn = form.replaceAll(".*&RoleArn=([^&]*)&.*", "$1");
    return accountsWithoutRole.contains(Arn.parse(roleArn).orElseThrow().account())
        ? Optional.of(
            new Gateway.Answer(
                403,
                Map.of("Content-Type", "text/xml"),
                """
                <ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><Error><Type>Sender</Type>\
                <Code>AccessDenied</Code>\
                <Message>not authorized to perform: sts:AssumeRole on resource: %s</Message></Error>\
                <RequestId>0</RequestId></ErrorResponse>"""
                    .formatted(roleArn)))
        : Optional.empty();
  }

  private Gateway.Answer kms(Gateway.Request request) throws IOException, InterruptedException {
    JsonNode body = Json.read(request.body(), "a KMS request");
    String arn = body.path("KeyId").asText();
    if (denied.contains(arn) || deniedForNow.contains(arn)) {
      return json(
          400,
          Json.object().put("__type", "AccessDeniedException").put("Message", "Access Denied"));
    }
    if (aliasesNotTaken.containsKey(arn)
        && request.header("X-Amz-Target").equals(KMS + "ListAliases")) {
      ObjectNode answer = Json.object().put("Truncated", false);
      ArrayNode aliases = answer.putArray("Aliases");
      aliasesNotTaken
          .get(arn)
          .forEach(
              alias -> aliases.addObject().put("AliasName", alias).put("TargetKeyId", id(arn)));
      return json(200, answer);
    }
    String motoId = motoKeys.getOrDefault(id(arn), id(arn));
    String translated = request.body().replace(id(arn), motoId);
    Gateway.Answer answer =
        gateway.forward(
            new Gateway.Request(request.method(), request.uri(), request.headers(), translated),
            moto.uri(),
            Arn.parse(arn).map(Arn::account).orElse(Local.ACCOUNT));
    return new Gateway.Answer(
        answer.status(), answer.headers(), answer.body().replace(motoId, id(arn)));
  }

  /** moto does not compare the expected owner. */
  private Optional<Gateway.Answer> s3(Gateway.Request request) {
    String bucket = request.uri().getPath().substring(1);
    String owner = bucketOwners.get(bucket);
    String expected = request.header("x-amz-expected-bucket-owner");
    boolean refused =
        denied.contains("arn:aws:s3:::" + bucket)
            || (owner != null && !expected.isEmpty() && !owner.equals(expected));
    return refused
        ? Optional.of(
            new Gateway.Answer(
                403,
                Map.of("Content-Type", "application/xml"),
                """
                <?xml version="1.0" encoding="UTF-8"?>
                <Error><Code>AccessDenied</Code><Message>Access Denied</Message></Error>"""))
        : Optional.empty();
  }

  private static String id(String keyArn) {
    return keyArn.substring(keyArn.lastIndexOf('/') + 1);
  }

  private static Gateway.Answer json(int status, ObjectNode body) {
    return new Gateway.Answer(
        status, Map.of("Content-Type", "application/x-amz-json-1.1"), Json.text(body));
  }
}
