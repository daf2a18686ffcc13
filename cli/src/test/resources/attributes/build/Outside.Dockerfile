FROM probe:1
COPY . /context
