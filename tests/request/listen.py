#!/usr/bin/env python3
"""What hooks tell, for the examples that are shipped: a web server and a mail server that keep what they are sent.

usage: listen.py FOLDER - writes its two ports to FOLDER/ports; a post becomes FOLDER/post, a mail FOLDER/mail.
"""
import http.server
import os
import socketserver
import sys
import threading

folder = sys.argv[1]


def keep(name, data):
    with open(os.path.join(folder, "." + name), "wb") as file:
        file.write(data)
    os.rename(os.path.join(folder, "." + name), os.path.join(folder, name))


class Web(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        keep("post", self.rfile.read(int(self.headers["Content-Length"])))
        self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_):
        pass


class Mail(socketserver.StreamRequestHandler):
    def say(self, line):
        self.wfile.write(line.encode() + b"\r\n")

    def handle(self):
        self.say("220 here")
        for line in self.rfile:
            word = line.split()[:1]
            if word == [b"EHLO"] or word == [b"HELO"]:
                self.say("250 here")
            elif word == [b"DATA"]:
                self.say("354 go on")
                mail = b""
                for text in self.rfile:
                    if text.rstrip() == b".":
                        break
                    mail += text
                keep("mail", mail)
                self.say("250 kept")
            elif word == [b"QUIT"]:
                self.say("221 bye")
                return
            else:
                self.say("250 yes")


web = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Web)
mail = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Mail)
threading.Thread(target=mail.serve_forever, daemon=True).start()
keep("ports", f"{web.server_address[1]} {mail.server_address[1]}\n".encode())
web.serve_forever()
