package io.accesstriage.messages.digest;

import io.accesstriage.finding.Arn;
import io.accesstriage.messages.words.Defanged;
import io.accesstriage.messages.words.EmailText;
import io.accesstriage.messages.words.ShellCommand;
import io.accesstriage.messages.words.Words;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Who archived findings by hand, in an email. */
final class ArchiverWords {
  private static final int MOST_NAMES = 8;
  private static final int LONGEST_NAME = 150;

  private ArchiverWords() {}

  /** How many findings each has archived. */
  static Map<String, Integer> counts(DigestContents contents) {
    Map<String, Integer> counts = new TreeMap<>();
    contents
        .archivers()
        .ifPresent(
            archivers ->
                archivers.byFinding().values().forEach(who -> counts.merge(who, 1, Integer::sum)));
    return counts;
  }

  /** Who did it, how many nobody is named for, and where to look what could not be read. */
  static void write(DigestContents contents, EmailText text) {
    if (contents.archivedByOthers().count() == 0) {
      return;
    }
    Map<String, Integer> counts = counts(contents);
    if (!counts.isEmpty()) {
      text.sentence("Archived by %s.".formatted(named(counts)));
    }
    Set<String> regions =
        contents
            .archivers()
            .map(archivers -> unnamed(archivers, contents, text))
            .orElseGet(() -> regions(contents.toLookUp()));
    if (!regions.isEmpty()) {
      text.sentence(
          "Who did it, beside the archive function (archive rules leave no event), in the analyzer's account:");
      commands(regions).forEach(text::block);
    }
  }

  /** Says for how many nobody is named and why, and answers the regions where one may look. */
  private static Set<String> unnamed(Archivers archivers, DigestContents contents, EmailText text) {
    archivers
        .unread()
        .forEach(
            (region, why) ->
                text.sentence(
                    "AWS CloudTrail could not be read in %s: %s."
                        .formatted(Defanged.value(region), Defanged.value(why))));
    Set<String> regions = new TreeSet<>(archivers.unread().keySet());
    List<DigestContents.Named> unnamed =
        contents.toLookUp().stream()
            .filter(finding -> !archivers.byFinding().containsKey(finding.findingId()))
            .filter(
                finding ->
                    Arn.regionOf(finding.analyzerArn())
                        .filter(archivers.unread()::containsKey)
                        .isEmpty())
            .toList();
    if (!unnamed.isEmpty()) {
      text.sentence(
          "AWS CloudTrail names nobody for %d in the %d days before: perhaps they were archived earlier, or by a built-in archive rule, or the event is not there yet."
              .formatted(unnamed.size(), Archivers.LOOKED_BACK.toDays()));
      regions.addAll(regions(unnamed));
    }
    int rest = contents.archivedByOthers().count() - contents.toLookUp().size();
    if (rest > 0) {
      text.sentence("Who archived the other %d was not looked up.".formatted(rest));
      regions.addAll(regions(contents.toLookUp()));
    }
    return regions;
  }

  private static String named(Map<String, Integer> counts) {
    List<Map.Entry<String, Integer>> sorted = DigestWords.sorted(counts);
    List<String> names =
        sorted.stream()
            .limit(MOST_NAMES)
            .map(
                count ->
                    "%s (%d)"
                        .formatted(Defanged.text(count.getKey(), LONGEST_NAME), count.getValue()))
            .collect(Collectors.toList());
    int others = sorted.stream().skip(MOST_NAMES).mapToInt(Map.Entry::getValue).sum();
    if (others > 0) {
      names.add("others (%d)".formatted(others));
    }
    return Words.joined(names);
  }

  private static Set<String> regions(Collection<DigestContents.Named> findings) {
    return findings.stream()
        .flatMap(finding -> Arn.regionOf(finding.analyzerArn()).stream())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** CloudTrail keeps it for 90 days, with or without a trail. */
  private static List<String> commands(Set<String> regions) {
    return regions.stream()
        .filter(Defanged::isUnchanged)
        .sorted()
        .map(
            region ->
                "aws cloudtrail lookup-events --region %s --lookup-attributes AttributeKey=EventName,AttributeValue=UpdateFindings --query \"Events[].[EventTime,Username]\" --output text"
                    .formatted(ShellCommand.word(region)))
        .toList();
  }
}
