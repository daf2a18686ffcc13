package dev.jcompose.compose.interpolate;

/** A template that has no value: malformed, or a variable it requires is missing. */
public final class TemplateException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String code;
    private final String template;
    private int offset;

    private TemplateException(String code, String message, String template) {
        super(message, null, false, false);
        this.code = code;
        this.template = template;
    }

    static TemplateException malformed(String template) {
        return new TemplateException("interpolation", "", template);
    }

    static TemplateException required(String variable, String reason) {
        String message = "required variable %s is missing a value".formatted(variable);
        return new TemplateException("required-variable", reason.isEmpty() ? message : message + ": " + reason, "");
    }

    /** The same, of the variable at {@code offset} of a template. */
    TemplateException at(int start) {
        offset = start;
        return this;
    }

    /** Where in the template the faulty variable begins, in chars. */
    public int offset() {
        return offset;
    }

    /** The code of the problem that this is. */
    public String code() {
        return code;
    }

    /** Never null, unlike what the superclass promises; of a text of many lines it shows the faulty one. */
    @Override
    public String getMessage() {
        return template.isEmpty()
                ? String.valueOf(super.getMessage())
                : "invalid interpolation format: \"%s\"; a literal $ is written $$".formatted(line());
    }

    private String line() {
        int at = Math.min(offset, template.length());
        int end = template.indexOf('\n', at);
        return template.substring(template.lastIndexOf('\n', at - 1) + 1, end < 0 ? template.length() : end);
    }
}
