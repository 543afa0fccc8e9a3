/** Whether IAM Access Analyzer still looks: what is asked, and what is wrong with the answers. */
@NullMarked
package io.accesstriage.health;

import org.jspecify.annotations.NullMarked;
