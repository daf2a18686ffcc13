"""Ten well-known stack files, and for each how it is used and changed. The files come from the corpus unchanged; what they have
beside them, contexts and configuration, is in bench/stacks.d/beside."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Stack:
    """One stack. `write` adds what `$TEXT` holds, `read` prints all that was added: shell lines in the stack's folder, where
    `jc` is `jcompose`. `change` is a shell line too; `up` are the flags that bring it, `plan` the lines that tell it."""

    name: str
    file: str
    write: str
    read: str
    change: str
    plan: tuple
    up: tuple = ()
    restart: str = "db"
    keeps: bool = True
    """Whether what was written is in a named volume, so that it outlives `down`."""
    shows: str = ""
    """What `read` prints for each that was written; by default the text itself."""
    silent: tuple = ()
    """Services that log nothing."""
    seeds: str = ""
    """What `read` prints when the profile `seed` has run; empty where there is none."""


def form(port):
    return f'curl -fsS --data-urlencode "text=$TEXT" localhost:{port}/', f"curl -fsS localhost:{port}/"


def body(port):
    return f'curl -fsS --data "$TEXT" localhost:{port}/', f"curl -fsS localhost:{port}/"


WORDPRESS_POST = """curl -fsS -H 'Content-Type: text/xml' localhost/xmlrpc.php --data "<methodCall><methodName>wp.newPost</methodName>
<params><param><value><int>0</int></value></param><param><value>admin</value></param><param><value>pa-55-word</value></param>
<param><value><struct><member><name>post_title</name><value>$TEXT</value></member><member><name>post_status</name>
<value>publish</value></member></struct></value></param></params></methodCall>" | grep -v fault"""

WORDPRESS_INSTALL = """{ curl -fsS localhost/wp-login.php | grep -q user_login || curl -fsS 'localhost/wp-admin/install.php?step=2' \
-d weblog_title=Notes -d user_name=admin -d admin_password=pa-55-word -d admin_password2=pa-55-word \
-d admin_email=a@example.com -d blog_public=0 | grep Success; }"""

ASK = "jc exec -T prometheus promtool query instant http://localhost:9090"

ALL = [
    Stack("wordpress-mysql", "awesome-compose/wordpress-mysql",
          f"{WORDPRESS_INSTALL} && {WORDPRESS_POST}", "curl -fsSL 'localhost/?feed=rss2'",
          "sed -i 's/- WORDPRESS_DB_HOST=db/&\\n      - WORDPRESS_DEBUG=1/' compose.yaml",
          ("wordpress", "environment")),
    Stack("nginx-golang-mysql", "awesome-compose/nginx-golang-mysql", *form(80),
          "sed -i 's/listening on port/serving at port/' backend/main.go", ("backend",), up=("--build",)),
    Stack("nginx-golang-postgres", "awesome-compose/nginx-golang-postgres", *form(80),
          "sed -i 's/interval: 10s/interval: 2s/' compose.yaml", ("db", "healthcheck")),
    Stack("flask-redis", "awesome-compose/flask-redis", *form(8000),
          "sed -i 's/6379:6379/6380:6379/' compose.yaml", ("redis", "ports"), restart="redis", keeps=False),
    Stack("example-voting-app", "example-voting-app/root",
          'curl -fsS --cookie "voter_id=$TEXT" --data vote=a localhost:8080/', "curl -fsS localhost:8081/",
          "sed -i 's#context: ./worker#&\\n    scale: 2#' docker-compose.yml", ("worker",), seeds="seed-10"),
    Stack("react-java-mysql", "awesome-compose/react-java-mysql", *body(3000),
          "sed -i 's/image: mariadb:10.6.4-focal/image: mariadb:10-focal/' compose.yaml", ("db", "image")),
    Stack("spring-postgres", "awesome-compose/spring-postgres", *body(8080),
          "sed -i 's/    build: backend/&\\n    mem_limit: 256m/' compose.yaml", ("backend", "mem_limit")),
    Stack("prometheus", "dokploy-templates/prometheus", f"{ASK} up | grep '=> 1' && expr $(date +%s) + 1 > moment", f'{ASK} "up @ $(cat moment)"',
          "sed -i 's/- \"--web.enable-lifecycle\"/&\\n      - \"--log.level=debug\"/' docker-compose.yml",
          ("prometheus", "command"), restart="prometheus", shows="=> 1"),
    Stack("apache-php", "awesome-compose/apache-php", *form(80),
          "sed -i 's/    build:/    stop_grace_period: 3s\\n    build:/' compose.yaml", ("web", "stop_grace_period"), restart="web"),
    Stack("nginx-node-redis", "kompose/nginx-node-redis", *body(80),
          "sed -i '/node3:/,/8080/d' compose.yaml", ("node3",), up=("--remove-orphans",), restart="node1", keeps=False),
]
