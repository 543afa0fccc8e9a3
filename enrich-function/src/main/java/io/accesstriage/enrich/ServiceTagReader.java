package io.accesstriage.enrich;

import io.accesstriage.aws.AwsCallException;
import io.accesstriage.finding.Arn;
import io.accesstriage.finding.Resource;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * Reads tags by one call of the service that owns the resource, all pages of it. A subclass is one
 * service: which ARNs, which call, and where its answer has the tags.
 *
 * @param <C> the service's client
 */
abstract class ServiceTagReader<C> implements TagReader {
  private final String operation;
  private final ArnForm form;
  private final RegionalClients<C> clients;

  /**
   * @param operation as IAM names it
   */
  ServiceTagReader(String operation, ArnForm form, RegionalClients<C> clients) {
    this.operation = operation;
    this.form = form;
    this.clients = clients;
  }

  @Override
  public final String operation() {
    return operation;
  }

  @Override
  public final Map<String, String> tags(Resource resource) {
    Arn arn = form.parts(resource);
    C client = clients.of(resource);
    Tags tags = new Tags(operation);
    try {
      String page = null;
      do {
        page = read(client, arn, page, tags);
      } while (page != null && !page.isEmpty());
    } catch (SdkException e) {
      throw AwsCallException.of(operation, e);
    }
    return tags.asMap();
  }

  /**
   * Adds the tags of one page.
   *
   * @param arn of the form that the constructor was given; with the resource's account, if known
   * @param page null for the first
   * @return the next page; null or empty after the last
   */
  abstract @Nullable String read(C client, Arn arn, @Nullable String page, Tags tags);
}
