package io.accesstriage.cli.world;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Where Access Analyzer's answer differs from the event.
 *
 * @param fields in the names of the finding between states
 * @param gone whether Access Analyzer does not know the finding any more
 */
record FindingOverride(String id, ObjectNode fields, boolean gone) {}
