package dev.twitchrelay.wiring;

/** The relay cannot start with the value of a setting. {@link StartupFailure} prints it. */
public final class InvalidSettingException extends RuntimeException {
    private final String remedy;

    /**
     * @param problem names the setting and what is wrong with it
     * @param remedy the user's next step, as a command
     */
    InvalidSettingException(String problem, String remedy) {
        super(problem);
        this.remedy = remedy;
    }

    public String remedy() {
        return remedy;
    }
}
