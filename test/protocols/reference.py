"""Reference values for position-exchange.test.ts and expected-utility-challenge.test.ts.

Both models are written here from their published definitions, over exact fractions (exchange) and plain floats
(challenge), without a look at the engine. The parties are those of the tiny scenarios in test/conformance/protocols;
every number is invented. Run with Python 3: python3 test/protocols/reference.py
"""
from fractions import Fraction as F
from itertools import combinations


def exchange():
    """Stokman & Van Oosten 1994: greedy exchanges with equal gains."""
    issues = ["audits", "funds", "reports"]
    # capability, stake, ideal points, saliences
    actors = {
        "ash": (F(1), F("1.5"), ["0.55", "0.7", "0.9"], ["0.3", "0.1", "0.6"]),
        "birch": (F("0.7"), F("1.2"), ["0.8", "0.1", "0.2"], ["0.5", "0.3", "0.2"]),
        "cedar": (F("0.5"), F("1.8"), ["0.1", "0.9", "0.7"], ["0.2", "0.5", "0.3"]),
        "dune": (F("0.9"), F("0.9"), ["0.6", "0.3", "0.1"], ["0.4", "0.1", "0.5"]),
    }
    ideal, sal, power = {}, {}, {}
    for name, (capability, stake, ideals, saliences) in actors.items():
        for issue, x, s in zip(issues, ideals, saliences):
            ideal[name, issue] = F(x)
            sal[name, issue] = F(s) * stake
            power[name, issue] = capability * stake * F(s)
    total = {p: sum(power[a, p] for a in actors) for p in issues}
    start = {p: sum(power[a, p] * ideal[a, p] for a in actors) / total[p] for p in issues}
    place, bought = dict(ideal), {}
    print("compromise", {p: float(start[p]) for p in issues})

    def value(i, j, p, q):
        if sal[i, p] * sal[j, q] < sal[j, p] * sal[i, q]:
            i, j = j, i
        # i receives on p and gives on q
        move_p, move_q = ideal[i, p] - place[j, p], ideal[j, q] - place[i, q]
        if move_p == 0 or move_q == 0:
            return None
        if (place[j, p] - ideal[j, p]) * move_p < 0 or (place[i, q] - ideal[i, q]) * move_q < 0:
            return None
        reach_p, reach_q = power[j, p] / total[p], power[i, q] / total[q]
        rate = (sal[i, p] + sal[j, p]) / (sal[i, q] + sal[j, q])
        room_p = (ideal[i, p] - start[p] - bought.get((i, p), 0)) * (1 if move_p > 0 else -1)
        room_q = (ideal[j, q] - start[q] - bought.get((j, q), 0)) * (1 if move_q > 0 else -1)
        dp = min(abs(move_p) * reach_p, abs(move_q) * reach_q / rate, room_p, room_q / rate)
        if dp <= 0:
            return None
        dq = dp * rate
        gain = abs(dp * sal[i, p] - dq * sal[i, q])
        return gain, i, j, p, q, dp * (1 if move_p > 0 else -1), dq * (1 if move_q > 0 else -1)

    opposed = [
        (i, j, p, q)
        for i, j in combinations(actors, 2)
        for p, q in combinations(issues, 2)
        if all((ideal[i, r] <= start[r]) != (ideal[j, r] <= start[r]) for r in (p, q))
    ]
    print("opposed", len(opposed), "with a gain", sum(1 for c in opposed if (v := value(*c)) and v[0] > 0))
    while True:
        found = [v for c in opposed if (v := value(*c)) and v[0] > F(1, 10**9)]
        if not found:
            return
        gain, i, j, p, q, dp, dq = max(found, key=lambda v: v[0])
        bought[i, p] = bought.get((i, p), 0) + dp
        bought[j, q] = bought.get((j, q), 0) + dq
        place[j, p] += dp * total[p] / power[j, p]
        place[i, q] += dq * total[q] / power[i, q]
        print([i, q, float(place[i, q])], [j, p, float(place[j, p])], float(gain))


def challenge(rounds=8):
    """Scholz, Calbert & Smith 2011, with the range of the first positions."""
    names = ["ash", "birch", "cedar", "dune", "elm"]
    c, x, s = [0.7, 1.0, 0.1, 0.8, 0.5], [0.35, 0.9, 0.15, 0.5, 0.0], [0.1, 0.1, 0.9, 0.1, 0.7]
    n, span = len(names), max(x) - min(x)

    def game(x, r):
        def vote(k, a, b):
            return c[k] * s[k] * ((abs(x[k] - b) / span) ** r[k] - (abs(x[k] - a) / span) ** r[k])

        den = sum(abs(vote(k, a, b)) for k in range(n) for a in x for b in x)

        def chance(i, j):
            return 0 if x[i] == x[j] else sum(max(0, vote(k, x[i], x[j])) for k in range(n)) / den

        def eu(viewer, i, j):
            gap, e = abs(x[i] - x[j]) / span, r[viewer]
            win, lose, quo = 2 - 4 * (0.5 - gap / 2) ** e, 2 - 4 * (0.5 + gap / 2) ** e, 2 - 4 * 0.5**e
            p = chance(i, j)
            return s[j] * (p * win + (1 - p) * lose) + (1 - s[j]) * win - quo

        return eu

    for t in range(rounds):
        eu = game(x, [1] * n)
        d = [sum(eu(i, j, i) for j in range(n) if j != i) for i in range(n)]
        security = [(2 * v - max(d) - min(d)) / (max(d) - min(d)) for v in d]
        eu = game(x, [(1 - v / 3) / (1 + v / 3) for v in security])
        new = list(x)
        for i in range(n):
            fights, deals = [], []
            for j in range(n):
                if i == j or x[i] == x[j]:
                    continue
                a, b = eu(i, i, j), eu(i, j, i)
                if b > a > 0:
                    fights.append((abs(x[i] - x[j]), j, x[j], a, b))
                elif b > 0 > a and b > -a:
                    deals.append(((-a * x[i] + b * x[j]) / (b - a), j, x[i] + (x[j] - x[i]) * -a / b, a, b))
            if fights or deals:
                _, j, new[i], a, b = min(fights or deals)
                print(t + 1, names[i], "confrontation" if fights else "compromise", names[j], a, b, new[i])
        x = new
        weight = sum(c[k] * s[k] for k in range(n))
        median = next(v for v in sorted(x) if 2 * sum(c[k] * s[k] for k in range(n) if x[k] <= v) >= weight)
        print(t + 1, "mean", sum(c[k] * s[k] * x[k] for k in range(n)) / weight, "median", median)


exchange()
challenge()
