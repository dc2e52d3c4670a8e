namespace Weir.Pipeline.Files;

/// <summary>How the records of a file are written.</summary>
public enum FileFormat
{
    /// <summary>Found out from the first bytes and the name.</summary>
    Auto,

    /// <summary>One subject a line.</summary>
    Lines,

    /// <summary>RFC 4180, delimited by comma, semicolon, tab or bar.</summary>
    Csv,

    /// <summary>One JSON object a line, or one array of objects; mongoexport's wrappers are understood.</summary>
    Json,

    /// <summary>Many mails, each behind a line that begins with From.</summary>
    Mbox,

    /// <summary>One mail.</summary>
    Eml,
}
