/**
 * The product as it is deployed, as far as that runs on one machine: the template's state machine
 * on an engine nobody here wrote, the real SDK clients, the real Lambda runtime.
 */
@NullMarked
package io.accesstriage.integration;

import org.jspecify.annotations.NullMarked;
