package dev.jcompose.api.system;

public record AuthResult(String status, String identityToken) {}
