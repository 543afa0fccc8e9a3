/** The ledger in a DynamoDB table. */
@NullMarked
package io.accesstriage.ledger.dynamodb;

import org.jspecify.annotations.NullMarked;
