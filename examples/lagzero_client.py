"""Writes to a Lagzero store: every transaction once, however often it has to be sent. Needs nothing but Python 3."""
import json, os, time, urllib.error, urllib.request


class Lagzero:
    def __init__(self, url, source, client):
        self.url, self.client, self.next = f"{url}/v1/sources/{source}/transactions", client, 1

    def transaction(self, *changes):
        body = json.dumps({"changes": changes}).encode()
        while True:
            request = urllib.request.Request(self.url, body, {
                "Content-Type": "application/json", "Lagzero-Client": self.client, "Lagzero-Sequence": str(self.next),
                "Authorization": "Bearer " + os.environ.get("LAGZERO_TOKEN", "")})
            try:
                with urllib.request.urlopen(request, timeout=30) as answer:
                    self.next += 1
                    return json.load(answer)["position"]
            except urllib.error.HTTPError as error:
                if error.code not in (400, 429, 503):  # cut off, full, or restarting: try again
                    raise RuntimeError(error.read().decode()) from error
            except OSError:
                pass  # nobody knows whether it arrived: sent again under the same number, it is made once
            time.sleep(0.2)


if __name__ == "__main__":
    shop = Lagzero(os.environ["LAGZERO_URL"], "shop", "example")
    for number in range(100):
        shop.transaction({"table": "orders", "row": {"id": number, "item": f"book {number}", "tags": ["new"]}})
    print(shop.transaction({"table": "orders", "delete": {"id": 0}}))
