package io.accesstriage.prover;

import java.util.Arrays;

/** Numbers pairs of states, from 0 in the order in which they are met. */
final class Pairs {
  private static final int UNUSED = -1;

  private int[] ones = new int[16];
  private int[] others = new int[16];

  /** A pair's number, at the first unused place from that of its hash. */
  private int[] places = unused(64);

  private int size;

  private static int[] unused(int count) {
    int[] places = new int[count];
    Arrays.fill(places, UNUSED);
    return places;
  }

  int size() {
    return size;
  }

  int one(int number) {
    return ones[number];
  }

  int other(int number) {
    return others[number];
  }

  int number(int one, int other) {
    int place = place(one, other);
    if (places[place] != UNUSED) {
      return places[place];
    }
    if (size == ones.length) {
      grow();
      place = place(one, other);
    }
    ones[size] = one;
    others[size] = other;
    places[place] = size;
    return size++;
  }

  private int place(int one, int other) {
    int mask = places.length - 1;
    int hash = (one * 31 + other) * 0x9E3779B9;
    int place = (hash ^ (hash >>> 15)) & mask;
    while (places[place] != UNUSED
        && (ones[places[place]] != one || others[places[place]] != other)) {
      place = (place + 1) & mask;
    }
    return place;
  }

  private void grow() {
    ones = Arrays.copyOf(ones, 2 * size);
    others = Arrays.copyOf(others, 2 * size);
    places = unused(8 * size);
    for (int number = 0; number < size; number++) {
      places[place(ones[number], others[number])] = number;
    }
  }
}
