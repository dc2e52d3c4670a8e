namespace Weir.Cli;

/// <summary>Reads what must not stand on a command line, where others see it: from the keyboard without showing it, or a line of standard input.</summary>
internal static class SecretInput
{
    /// <summary>The secret; throws <see cref="CliError"/> when none is given.</summary>
    public static string Read(string what)
    {
        var text = Console.IsInputRedirected ? Console.In.ReadLine() : Typed(what);
        return string.IsNullOrEmpty(text) ? throw CliError.Usage($"no {what} is given; type it, or send it on standard input.") : text;
    }

    private static string Typed(string what)
    {
        Console.Error.Write($"{what}: ");
        var text = new System.Text.StringBuilder();
        while (Console.ReadKey(intercept: true) is var key && key.Key != ConsoleKey.Enter)
        {
            if (key.Key == ConsoleKey.Backspace) text.Length = Math.Max(0, text.Length - 1);
            else if (!char.IsControl(key.KeyChar)) text.Append(key.KeyChar);
        }

        Console.Error.WriteLine();
        return text.ToString();
    }
}
