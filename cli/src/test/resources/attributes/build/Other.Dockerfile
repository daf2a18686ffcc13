FROM probe:1 AS middle
ARG WORD=default
RUN --mount=type=secret,id=word cat /run/secrets/word > /secret
RUN echo "$WORD" > /word
RUN grep far.example /etc/hosts | tr '\t' ' ' > /hosts
RUN df -k /dev/shm | tail -1 | tr -s ' ' | cut -d' ' -f2 > /shm
RUN ls /sys/class/net | xargs > /net
RUN cat /proc/sys/kernel/random/uuid > /other
FROM middle
RUN touch /last
