"""A mail server for the tests: keeps each message as one JSON file. Arguments: port, folder, and for TLS and sign-in: cert key user password."""
import json
import os
import ssl
import sys

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword


class Keep:
    def __init__(self, folder):
        self.folder, self.count = folder, 0

    async def handle_RCPT(self, server, session, envelope, address, options):
        if address.startswith("gone@"):
            return "550 5.1.1 no such user"
        if address.startswith("full@"):
            return "452 4.2.2 mailbox full"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def auth_login(self, server, args):
        # RFC 4954: names of mechanisms have no case; aiosmtpd knows only the one in capitals.
        return await server.auth_LOGIN(server, args)

    async def handle_DATA(self, server, session, envelope):
        self.count += 1
        kept = {"from": envelope.mail_from, "to": envelope.rcpt_tos, "tls": session.ssl is not None,
                "user": session.auth_data.login.decode() if session.authenticated else None,
                "data": envelope.content.decode("utf-8", "replace")}
        path = os.path.join(self.folder, "%04d" % self.count)
        with open(path + ".tmp", "w", encoding="utf-8") as out:
            json.dump(kept, out)
        os.rename(path + ".tmp", path + ".json")
        return "250 kept"


def main():
    port, folder, secured = int(sys.argv[1]), sys.argv[2], sys.argv[3:]
    more = {}
    if secured:
        cert, key, user, password = secured
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(cert, key)

        def check(server, session, envelope, mechanism, given):
            known = isinstance(given, LoginPassword) and (given.login, given.password) == (user.encode(), password.encode())
            return AuthResult(success=known, handled=False, auth_data=given)

        more = {"tls_context": context, "require_starttls": True, "authenticator": check, "auth_required": True}
    controller = Controller(Keep(folder), hostname="127.0.0.1", port=port, **more)
    controller.start()
    print("ready", flush=True)
    sys.stdin.read()
    controller.stop()


main()
