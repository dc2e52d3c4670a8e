using System.Net;
using System.Text;
using System.Text.RegularExpressions;

namespace Weir.Tests.Support;

/// <summary>Files that somebody sends by the forms of pages.</summary>
internal static partial class SentTables
{
    /// <summary>A file of the board as text.</summary>
    public static string Board(int rows, int seed = 5) => string.Join(',', LoadedTables.Board.Columns.Select(column => column.Name).Append("status")) + "\n" + string.Join('\n', LoadedTables.BoardRows(rows, seed)) + "\n";

    /// <summary>Sends a file by the form of a page, and gives back the page that follows and where it stands.</summary>
    public static Task<(string Page, string At, HttpStatusCode Status)> Upload(HttpClient client, string page, string action, string text, string name, params (string Name, string Value)[] fields) =>
        Upload(client, page, action, Encoding.UTF8.GetBytes(text), name, fields);

    /// <summary>The same with bytes.</summary>
    public static async Task<(string Page, string At, HttpStatusCode Status)> Upload(HttpClient client, string page, string action, byte[] bytes, string name, params (string Name, string Value)[] fields)
    {
        var token = WebUtility.HtmlDecode(Token().Match(await client.GetStringAsync(page)).Groups[1].Value);
        using var form = new MultipartFormDataContent { { new StringContent(token), "__RequestVerificationToken" }, { new ByteArrayContent(bytes), "file", name } };
        foreach (var (field, value) in fields) form.Add(new StringContent(value), field);
        using var answer = await client.PostAsync(action, form);
        return (await answer.Content.ReadAsStringAsync(), answer.RequestMessage!.RequestUri!.PathAndQuery, answer.StatusCode);
    }

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"([^\"]+)\"")]
    private static partial Regex Token();
}
