using System.Buffers;
using System.Text.Json;
using Weir.Detection;
using Weir.Server.Problems;

namespace Weir.Server.Checks;

/// <summary>Reads the body of a check in one pass, without building a document. Members that it does not know are faults; beside the subject of an item they are passed over.</summary>
internal static class CheckBodyParser
{
    private const int MaxDepth = 16;

    private const int MostTold = 3;
    private const int MostName = 40;

    private const string Known = "subject (or url), subjects (or items, urls), explain and channel";

    private const string Shape = "Send {\"subject\": \"...\"}, or {\"subjects\": [\"...\", ...]} for many.";

    /// <summary>What a body says; hostile bodies are refused with a problem, never with an exception.</summary>
    public static CheckBody Parse(in ReadOnlySequence<byte> body, int maxItems)
    {
        if (body.IsEmpty) return Refused("The body is empty. " + Shape);
        var reader = new Utf8JsonReader(body, new JsonReaderOptions { MaxDepth = MaxDepth });
        try
        {
            return Read(ref reader, maxItems);
        }
        catch (JsonException broken)
        {
            return Refused($"The body is not valid JSON, or nests deeper than {MaxDepth}: line {broken.LineNumber + 1}, byte {broken.BytePositionInLine + 1}.");
        }
    }

    private static CheckBody Read(ref Utf8JsonReader reader, int maxItems)
    {
        reader.Read();
        if (reader.TokenType is not JsonTokenType.StartObject) return Refused("The body is not a JSON object. " + Shape);
        var found = new CheckBody();
        List<Fault>? unknown = null;
        var subjects = 0;
        while (reader.Read() && reader.TokenType is JsonTokenType.PropertyName)
        {
            var before = found;
            if (IsOne(ref reader)) found = found with { One = ReadText(ref reader) };
            else if (IsMany(ref reader)) found = ReadMany(ref reader, found, maxItems);
            else if (Is(ref reader, "explain"u8)) found = ReadExplain(ref reader, found);
            else if (Is(ref reader, "channel"u8)) found = ReadChannel(ref reader, found);
            else PassOver(ref reader, ref unknown);
            if (found.Problem is not null) return found;
            if (found.Many != before.Many || found.One != before.One) subjects++;
        }
        if (reader.Read()) return Refused("The body holds more than one JSON value. " + Shape);
        if (unknown is not null) return CheckBody.Refused(Problem.Invalid(unknown));
        return subjects == 1 ? found : Refused(subjects == 0 ? "The body names no subject. " + Shape : "The body names subjects in more than one member. " + Shape);
    }

    private static void PassOver(ref Utf8JsonReader reader, ref List<Fault>? unknown)
    {
        unknown ??= [];
        if (unknown.Count < MostTold) unknown.Add(new Fault(Name(ref reader), $"There is no such member here; it knows {Known}."));
        reader.Skip();
    }

    private static string Name(ref Utf8JsonReader reader)
    {
        var name = Text(ref reader) is { Fault: null, Text: { Length: > 0 } text } ? text : "(no name)";
        return name.Length <= MostName ? name : name[..MostName];
    }

    private static bool IsOne(ref Utf8JsonReader reader) => Is(ref reader, "subject"u8) || Is(ref reader, "url"u8);

    private static bool IsMany(ref Utf8JsonReader reader) => Is(ref reader, "subjects"u8) || Is(ref reader, "items"u8) || Is(ref reader, "urls"u8);

    private static CheckBody ReadMany(ref Utf8JsonReader reader, CheckBody found, int maxItems)
    {
        reader.Read();
        if (reader.TokenType is not JsonTokenType.StartArray) return Refused("The list of subjects is not an array. " + Shape);
        var many = new List<CheckSubject>();
        while (reader.Read() && reader.TokenType is not JsonTokenType.EndArray)
        {
            if (many.Count == maxItems)
                return CheckBody.Refused(Problem.TooLarge($"One request holds at most {maxItems} subjects. Send several requests, or use /v1/check/stream."));
            many.Add(ReadItem(ref reader));
        }
        return many.Count > 0 ? found with { Many = many } : Refused("The list of subjects is empty. " + Shape);
    }

    /// <summary>The subject at the reader: a text, or an object that holds one. Leaves the reader at the item's end.</summary>
    internal static CheckSubject ReadItem(ref Utf8JsonReader reader)
    {
        if (reader.TokenType is JsonTokenType.String) return Text(ref reader);
        if (reader.TokenType is not JsonTokenType.StartObject)
        {
            reader.Skip();
            return CheckSubject.NotText;
        }
        CheckSubject? found = null;
        while (reader.Read() && reader.TokenType is JsonTokenType.PropertyName)
            if (IsOne(ref reader)) found ??= ReadText(ref reader);
            else reader.Skip();
        return found ?? CheckSubject.NotText;
    }

    private static CheckSubject ReadText(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType is JsonTokenType.String) return Text(ref reader);
        reader.Skip();
        return CheckSubject.NotText;
    }

    private static CheckSubject Text(ref Utf8JsonReader reader)
    {
        try
        {
            return new CheckSubject(reader.GetString()!, null);
        }
        catch (InvalidOperationException) // what the reader throws on broken UTF-8 and on lone surrogates
        {
            return CheckSubject.NotUnicode;
        }
    }

    private static CheckBody ReadExplain(ref Utf8JsonReader reader, CheckBody found)
    {
        reader.Read();
        if (reader.TokenType is JsonTokenType.Null) return found;
        if (reader.TokenType is JsonTokenType.String)
        {
            if (Is(ref reader, "none"u8)) return found with { Explain = Explain.None };
            if (Is(ref reader, "top"u8)) return found with { Explain = Explain.Top };
            if (Is(ref reader, "full"u8)) return found with { Explain = Explain.Full };
        }
        return Refused("The member 'explain' is none, top or full.");
    }

    private static CheckBody ReadChannel(ref Utf8JsonReader reader, CheckBody found)
    {
        reader.Read();
        if (reader.TokenType is JsonTokenType.Null || (reader.TokenType is JsonTokenType.String && Is(ref reader, "url"u8))) return found;
        return Refused("The only channel that this path judges is url; rows of a table go to POST /predict?channel=table:NAME.");
    }

    private static bool Is(ref Utf8JsonReader reader, ReadOnlySpan<byte> text)
    {
        try
        {
            return reader.ValueTextEquals(text);
        }
        catch (InvalidOperationException) // what the reader throws on an escaped lone surrogate
        {
            return false;
        }
    }

    private static CheckBody Refused(string detail) => CheckBody.Refused(Problem.BadRequest(detail));
}
