package io.accesstriage.messages.containment;

import java.util.List;

/** How access to one type of resource is taken away. */
interface Removal {
  List<Step> steps(Target target);
}
