"""A worker for a pool of workers: computes functions by name, one JSON line a call."""
import json
import os
import sys

FUNCTIONS = {
    "double": lambda number: 2 * number,
    "norm": lambda vector: sum(number * number for number in vector) ** 0.5,
}


def main():
    # The answers keep standard output to themselves; what is printed goes to standard error.
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    for line in sys.stdin:
        request = json.loads(line)
        if "function" not in request:
            continue
        answer = {"id": request["id"]}
        try:
            result = FUNCTIONS[request["function"]](request["input"])
            text = json.dumps(answer | {"result": result}, allow_nan=False)
        except Exception as error:
            failure = {"type": type(error).__name__, "message": str(error)}
            text = json.dumps(answer | {"error": failure})
        # What was printed belongs to the call, so it has to be there before the answer.
        sys.stdout.flush()
        print(text, file=answers, flush=True)


if __name__ == "__main__":
    main()
