"""region_dns.py ADDRESS NET=ANSWER…: a name server that gives each network its own region's address, whatever the name."""
import ipaddress
import socket
import sys

regions = [(ipaddress.ip_network(net), ipaddress.ip_address(answer).packed)
           for net, _, answer in (word.partition("=") for word in sys.argv[2:])]
server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
server.bind((sys.argv[1], 53))
while True:
    question, client = server.recvfrom(512)
    end = question.index(b"\0", 12) + 5
    answer = next((ip for net, ip in regions if ipaddress.ip_address(client[0]) in net), None)
    wants_v4 = question[end - 4:end - 2] == b"\0\x01"
    found = answer is not None and wants_v4
    head = question[:2] + b"\x85\x80\0\x01" + (b"\0\x01" if found else b"\0\0") + bytes(4)
    record = b"\xc0\x0c\0\x01\0\x01\0\0\0\x1e\0\x04" + answer if found else b""
    server.sendto(head + question[12:end] + record, client)
